import type { AlarmView } from "../../protocol/alarm.ts";
import type { NoticeView } from "../../protocol/notice.ts";
import type { AuditVerdict } from "../../server/app/access-ports.ts";
import type { SavedAlarmState } from "../../server/app/alarm-state.ts";
import type { Letter } from "../../server/domain/notice/letter.ts";

/** A letter as the journal has it. */
export interface WrittenDown {
  readonly letter: Letter;
  readonly subject: string;
}

/** What a house that came to the end of its script tells. */
export interface Report {
  /** Moments passed at which it could have been killed. */
  readonly points: number;
  readonly alarms: SavedAlarmState;
  /** The whole journal, folded from the beginning. */
  readonly replayed: SavedAlarmState;
  /** What another start comes to: the snapshot of the orderly stop, and the journal behind it. */
  readonly restarted: SavedAlarmState;
  readonly occurrences: readonly AlarmView[];
  readonly letters: readonly WrittenDown[];
  readonly notices: readonly Pick<NoticeView, "id" | "to" | "channel" | "reason" | "state" | "insteadOf">[];
  /** Acts that had happened, were tried again because nobody had answered, and were done a second time. */
  readonly doneTwice: readonly string[];
  /** Acts that were refused, with the reason. */
  readonly refused: readonly string[];
  /** Numbers of the journal follow one another. */
  readonly hasGap: boolean;
  readonly audit: AuditVerdict;
  /** Acts in the journal and done ones in the audit; each is in both or in neither. */
  readonly acts: { readonly inJournal: number; readonly inAudit: number };
  readonly errors: readonly string[];
}
