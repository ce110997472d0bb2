import { type AlarmKey, houseId } from "../../protocol/alarm.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { toReadable, toSpan } from "../../protocol/units.ts";
import type { Finding } from "../domain/alarm/alarm.ts";
import type { AlarmDesk } from "./alarm-desk.ts";

/** Alarms about the monitor itself: what it could not deliver, and detection that was not proven. */
export interface HouseAlarms {
  /** Notices that reached nobody so far; an empty list says that all is well again. */
  delivery(failing: readonly NoticeView[], nowMs: EpochMs): void;
  proof(proof: LoopProof): void;
}

const deliveryKey: AlarmKey = { loopId: houseId, alarmClass: "house", part: "delivery" };

/** Failing addresses that are named. */
const mostNamed = 5;

const plain = { onsetMs: null, leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null };

export function createHouseAlarms(desk: Pick<AlarmDesk, "observe" | "proved">): HouseAlarms {
  return {
    delivery(failing, nowMs) {
      if (failing.length > 0)
        desk.observe(deliveryKey, { kind: "found", atMs: nowMs, finding: toUndelivered(failing) });
      else
        desk.observe(deliveryKey, {
          kind: "gone",
          atMs: nowMs,
          reason: "every notice was taken",
          byPerson: false,
        });
    },
    proof(proof) {
      desk.proved(proof);
      const key: AlarmKey = { loopId: proof.loopId, alarmClass: "house", part: "proof" };
      const { outcome, atMs } = proof;
      if (outcome.kind === "missed")
        desk.observe(key, { kind: "found", atMs, finding: toUnproven(proof, outcome.waitedMs) });
      if (outcome.kind === "found")
        desk.observe(key, {
          kind: "gone",
          atMs,
          reason: "a synthetic leak was found again",
          byPerson: false,
        });
    },
  };
}

function toUndelivered(failing: readonly NoticeView[]): Finding {
  const addresses = [...new Set(failing.map(({ to, person }) => person ?? to))];
  const named = addresses.slice(0, mostNamed).join("; ");
  const more = addresses.length > mostNamed ? ` and ${addresses.length - mostNamed} more` : "";
  return {
    ...plain,
    severity: "warning",
    verdict: "undelivered notices",
    headline: `Notices do not reach ${named}${more}`,
    evidence: failing.slice(0, mostNamed).map(({ to, subject, state }) => ({
      side: "for",
      text: `To ${to}, "${subject}": ${"lastError" in state && state.lastError !== null ? state.lastError : "no answer"}.`,
    })),
  };
}

function toUnproven({ leakKgPerH, lastFoundMs, atMs }: LoopProof, waitedMs: number): Finding {
  const size = leakKgPerH === null ? "" : ` of ${toReadable(leakKgPerH)} kg/h`;
  return {
    ...plain,
    severity: "warning",
    verdict: "detection not proven",
    headline: `A synthetic leak${size} was not found within ${toSpan(waitedMs)}`,
    evidence: [
      { side: "for", text: "It was put into a copy of what the loop's sensors have just sent." },
      {
        side: "note",
        text:
          lastFoundMs === null
            ? "No synthetic leak was ever found on this loop."
            : `The last one was found ${toSpan(atMs - lastFoundMs)} ago.`,
      },
    ],
  };
}
