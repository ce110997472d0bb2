import { setTimeout as delay } from "node:timers/promises";
import type { Peer } from "./child.ts";
import type { MailPeer } from "./mail-peer.ts";
import type { SoakPages } from "./pages.ts";

/** Something that goes wrong for half a minute. */
export interface Fault {
  readonly name: string;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

/** What loops' clocks say: `[loop, how much it is off now]`, milliseconds. */
export type ClockErrors = Map<number, number>;

/** Not a multiple of the time between two samples: a wrong time never falls on a right one. */
export const steppedBackMs = -30_013;
export const steppedAheadMs = 3_600_013;

/** Loops whose source clocks are stepped: the first backward, the second forward. */
export const steppedLoops = [1, 2] as const;

/** A page that slept reads so long before it sleeps again. */
const wakeMs = 2000;

/** One a minute, in turn. */
export function createFaults(peers: {
  readonly database: Peer;
  readonly broker: Peer;
  readonly mail: MailPeer;
  readonly pages: SoakPages;
  readonly clocks: ClockErrors;
}): readonly Fault[] {
  const { database, broker, mail, pages, clocks } = peers;
  const mood = (name: string, then: MailPeer["mood"]): Fault => ({
    name,
    begin() {
      mail.mood = then;
    },
    end() {
      mail.mood = "well";
    },
  });
  return [
    { name: "database stopped", begin: database.stop, end: database.start },
    mood("mail refused", "refusing"),
    { name: "broker restarted", begin: broker.stop, end: broker.start },
    {
      name: "pages stalled, gone",
      // It sleeps on until its next turn: what the system keeps for a connection is used up only after a while.
      async begin() {
        pages.wake();
        await delay(wakeMs);
        pages.stall();
      },
      end: () => undefined,
    },
    {
      name: "source clocks stepped",
      begin() {
        clocks.set(steppedLoops[0], steppedBackMs);
        clocks.set(steppedLoops[1], steppedAheadMs);
      },
      end: () => clocks.clear(),
    },
    mood("mail slow", "slow"),
  ];
}
