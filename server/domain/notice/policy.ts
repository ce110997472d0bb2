import type { AlarmClass, Severity, Verdict } from "../../../protocol/alarm.ts";
import type { LoopId } from "../../../protocol/ids.ts";
import type { DurationMs } from "../../../protocol/time.ts";

/** A person's name in the configuration. Matches `idPattern`. */
export type PersonId = string;
/** A webhook's name in the configuration. Matches `idPattern`. */
export type WebhookId = string;

/** What a webhook's receiver reads: our own shape, or the one that Alertmanager sends. */
export type HookShape = "loopwatch" | "alertmanager";

/** Days as ISO 8601 counts them: 1 is Monday, 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A time of every week in which somebody is left in peace; local minutes of the day, `toMin` <= `fromMin`: past midnight. */
export interface QuietTime {
  /** Days on which it begins. */
  readonly days: readonly Weekday[];
  readonly fromMin: number;
  readonly toMin: number;
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly zone: string;
}

/** Somebody who can be told. At least one of `mail` and `webhook` is there. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly mail: string | null;
  readonly webhook: WebhookId | null;
  /** Where a notice goes that the usual way did not deliver. */
  readonly fallback: WebhookId | null;
  /** Cautions and advisories wait until it is over; warnings and emergencies never do. */
  readonly quiet: readonly QuietTime[];
}

/** Whom an unacknowledged alarm reaches after a while. */
export interface EscalationStep {
  readonly afterMs: DurationMs;
  readonly tell: readonly PersonId[];
}

/**
 * Who hears of which alarms; `null`: of any. The first route that fits an alarm counts. Of advisories that are no leak only
 * who names that severity hears.
 */
export interface Route {
  readonly name: string;
  readonly loops: readonly LoopId[] | null;
  readonly severities: readonly Severity[] | null;
  readonly classes: readonly AlarmClass[] | null;
  readonly verdicts: readonly Verdict[] | null;
  readonly tell: readonly PersonId[];
  /** By growing `afterMs`, counted from the latest call; who has heard of that is left out. */
  readonly escalate: readonly EscalationStep[];
  /** Those who were told of an unacknowledged emergency or warning hear of it again this often; `null`: never. */
  readonly repeatMs: DurationMs | null;
}

/** Who is told what, when and how. */
export interface NoticePolicy {
  readonly people: readonly Person[];
  readonly routes: readonly Route[];
  readonly guidance: Guidance;
}

/** What to do, in the owner's words: by verdict or by class. A loop's own text wins over the general one. */
export interface Guidance {
  readonly general: GuidanceTexts;
  readonly byLoop: ReadonlyMap<LoopId, GuidanceTexts>;
}
export type GuidanceTexts = Readonly<Partial<Record<Verdict | AlarmClass, string>>>;
