import type { AlarmView } from "../../../protocol/alarm.ts";
import type { OccurrenceId } from "../../../protocol/ids.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toAlarmRange, toRangeUrl } from "./alarm-range.ts";
import type { LetterSources } from "./letter-sources.ts";
import type { PersonId } from "./policy.ts";
import type { LetterData } from "./read-letter-data.ts";

/** Where a person sees and acknowledges an alarm; `null`: nowhere. */
export interface AlarmLinks {
  readonly occurrenceId: OccurrenceId;
  readonly pageUrl: string | null;
  readonly ackUrl: string | null;
}

/** What a message to a webhook says, before it gets a shape. */
export interface HookContent {
  readonly noticeId: string;
  readonly subject: string;
  /** Why it comes now: a sentence or a label. */
  readonly reason: string;
  readonly urgent: boolean;
  readonly atMs: EpochMs;
  readonly person: { readonly id: PersonId; readonly name: string } | null;
  /** All whom it is for, each with links of their own; left out: the one person above. */
  readonly people?: readonly {
    readonly id: PersonId;
    readonly name: string;
    readonly to: string;
    readonly links: readonly AlarmLinks[];
  }[];
  /** `null`: it is about no alarm, such as a digest. */
  readonly letter: LetterData | null;
  readonly links: readonly AlarmLinks[];
  /** Alarms that it is about and does not list. */
  readonly unlisted: number;
  /** The text of the mail for which this stands in, and what became of that; `null`: it stands in for none. */
  readonly insteadOf: {
    readonly noticeId: string;
    readonly to: string;
    readonly error: string | null;
    readonly text: string;
  } | null;
}

/** Links to alarms for a person; `null`: for nobody in particular, who cannot acknowledge. */
export const toAlarmLinks = (
  alarms: readonly AlarmView[],
  personId: PersonId | null,
  sources: LetterSources,
): readonly AlarmLinks[] =>
  alarms.map((alarm) => {
    const isLoops = alarm.alarmClass !== "house" && sources.loop(alarm.loopId) !== null;
    const range = isLoops ? toAlarmRange(alarm, sources.sourceMs(alarm.loopId)) : null;
    return {
      occurrenceId: alarm.id,
      pageUrl: sources.pageUrl === null ? null : toRangeUrl(sources.pageUrl, alarm, range),
      ackUrl: personId === null ? null : sources.ackUrl(alarm, personId),
    };
  });
