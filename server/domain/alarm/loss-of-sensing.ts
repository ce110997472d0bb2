import type { EpochMs } from "../../../protocol/time.ts";
import { toUtcText } from "../notice/utc.ts";
import type { Finding } from "./alarm.ts";

/** What is known of a loop of which nothing is heard. */
export interface Silence {
  /** Wall-clock time at which the last sample came; `null`: before we started. */
  readonly sinceMs: EpochMs | null;
  /** Its source time. */
  readonly lastSampleMs: EpochMs | null;
  /** Its leak alarm stands. */
  readonly leaks: boolean;
  /** Other loops that are silent too. */
  readonly others: number;
}

/** Not being able to see is an alarm of its own: it neither clears what stands nor says that the loop is well. */
export function toLossOfSensing({ sinceMs, lastSampleMs, leaks, others }: Silence): Finding {
  const since = sinceMs === null ? "since the start of the monitor" : `since ${toUtcText(sinceMs)}`;
  const say = (side: "for" | "note", text: string) => ({ side, text });
  return {
    severity: "caution",
    verdict: "loss of sensing",
    headline: `Nothing is heard of this loop ${since}`,
    evidence: [
      say("for", `No channel has sent anything ${since}.`),
      ...(lastSampleMs === null ? [] : [say("note", `The newest sample is of ${toUtcText(lastSampleMs)}.`)]),
      ...(others === 0
        ? []
        : [
            say(
              "note",
              `${others === 1 ? "Another loop is" : `${others} other loops are`} silent too: a sender or a link may be down.`,
            ),
          ]),
      ...(leaks ? [say("note", "The known leak stays; its forecast goes on with growing doubt.")] : []),
    ],
    onsetMs: lastSampleMs,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
  };
}
