import type { AlarmView, HeldAlarm } from "../../../../protocol/alarm.ts";
import type { LoopEstimate } from "../../../../protocol/estimate.ts";
import type { AlarmFigures, IncidentView, LedgerLeak, LoopProof } from "../../../../protocol/incident.ts";
import type { NoticeView } from "../../../../protocol/notice.ts";
import type { EpochMs } from "../../../../protocol/time.ts";
import type { LoopSignal } from "../../../../protocol/wire.ts";
import type { Loop } from "../../loop/loop.ts";

/** What is known of a loop when the digest is written; `null` before anything is. */
export interface LoopStanding {
  readonly loop: Loop;
  readonly estimate: LoopEstimate | null;
  readonly signal: LoopSignal | null;
  /** Whether a synthetic leak was found the last time. */
  readonly proof: LoopProof | null;
}

/** How everything stands at one moment. */
export interface Standing {
  readonly loops: readonly LoopStanding[];
  /** Occurrences that are not over, held ones too, in any order. */
  readonly alarms: readonly AlarmView[];
  readonly held: readonly HeldAlarm[];
  /** The open ones, and those that closed lately. */
  readonly incidents: readonly IncidentView[];
  readonly leaks: readonly LedgerLeak[];
}

/** What a daily digest or a shift's hand-over tells. Wall-clock times. */
export interface DigestFacts extends Standing {
  readonly kind: "digest" | "hand-over";
  readonly atMs: EpochMs;
  /** The time of day for which it is written: it names the mail. */
  readonly dueMs: EpochMs;
  /** Beginning of the day or shift that it looks back on. */
  readonly sinceMs: EpochMs;
  /** Time zone of the people, an IANA name. */
  readonly zone: string;
  /** Of that day or shift. */
  readonly figures: AlarmFigures;
  /** Notices that reached nobody: still waiting after a failure, and given up since then. */
  readonly undelivered: readonly NoticeView[];
  /** Address of the live page without a trailing slash; `null` when there is none to give. */
  readonly pageUrl: string | null;
}
