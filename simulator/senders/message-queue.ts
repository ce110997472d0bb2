import type { MqttMessage } from "./mqtt-messages.ts";

/** A message that was taken from the queue and is not yet done with. Each taking has its own. */
export interface Ticket {
  readonly message: MqttMessage;
}

/** Messages that wait, and those on their way; both in order. */
export interface MessageQueue {
  /** Waiting and on their way. */
  size(): number;
  onTheirWay(): number;
  /** `null` when none is on its way. */
  oldestOnItsWay(): Ticket | null;
  add(message: MqttMessage): void;
  /** The next that waits, now on its way; `null` when none waits. */
  take(): Ticket | null;
  done(ticket: Ticket): void;
  /** All that are on their way wait again, before the others. Returns how many they were. */
  putAllBack(): number;
}

/** Head room in the array before what was taken is cut off. */
const mostTaken = 10_000;

/** Empty at first. */
export function createMessageQueue(): MessageQueue {
  let waiting: MqttMessage[] = [];
  let head = 0;
  // A set keeps the order of insertion.
  const tickets = new Set<Ticket>();
  return {
    size: () => waiting.length - head + tickets.size,
    onTheirWay: () => tickets.size,
    oldestOnItsWay: () => tickets.values().next().value ?? null,
    add: (message) => void waiting.push(message),
    take() {
      const message = waiting[head];
      if (message === undefined) return null;
      head += 1;
      if (head === waiting.length || head > mostTaken) {
        waiting = waiting.slice(head);
        head = 0;
      }
      const ticket = { message };
      tickets.add(ticket);
      return ticket;
    },
    done: (ticket) => void tickets.delete(ticket),
    putAllBack() {
      const count = tickets.size;
      waiting = [...Array.from(tickets, ({ message }) => message), ...waiting.slice(head)];
      head = 0;
      tickets.clear();
      return count;
    },
  };
}
