import type { Visitor } from "./access.ts";
import type { AlarmCounts, AlarmKey, AlarmView, HeldAlarm } from "./alarm.ts";
import type { LoopEstimate } from "./estimate.ts";
import type { LoopId, OccurrenceId } from "./ids.ts";
import type { FloodView, IncidentView, LoopProof } from "./incident.ts";
import type { KeptMailSummary, NoticeView } from "./notice.ts";
import type { Operation } from "./operation.ts";
import type { ScenarioState } from "./scenario.ts";
import type { Frame, LoopCondition, LoopView } from "./telemetry.ts";
import type { DurationMs, EpochMs } from "./time.ts";

/** Raised when an event or payload changes in a way an older page cannot read. */
export const wireVersion = 2;

/** The server sends `beat` this often; a page that misses it for `deadAfterMs` shows that it is cut off. */
export const beatEveryMs = 1000;
export const deadAfterMs = 3500;

/** How the parts around the server are doing. */
export interface Health {
  readonly store: { readonly name: string; readonly ok: boolean; readonly detail: string };
  /** Accepted writes that wait to go into the store. */
  readonly spool: { readonly waiting: number; readonly oldestMs: EpochMs | null };
  readonly mail: {
    readonly name: string;
    readonly ok: boolean;
    readonly detail: string;
    readonly waiting: number;
  };
  /**
   * What came in and could not be used, since the start: samples too late or of a time that nothing confirms, and declared
   * operations of a kind or on a loop that nobody knows. Both are stored.
   */
  readonly unused?: { readonly unjudgedSamples: number; readonly unknownOperations: number };
  /** Series that came in and belong to no loop (`/api/v1/series?unmapped`). */
  readonly unmappedSeries?: number;
  /** Brokers from which telemetry is taken; left out when there are none. */
  readonly brokers?: readonly BrokerHealth[];
  /** Why the last configuration that was to be taken over was refused; left out while the one at work is the newest. */
  readonly configuration?: string;
}

/** How one MQTT broker is doing. Counts are messages since the server started. */
export interface BrokerHealth {
  /** Without credentials. */
  readonly url: string;
  readonly connected: boolean;
  readonly received: number;
  /** Not understood, or partly: their telemetry is not kept. */
  readonly refused: number;
  /** Understood, with nothing to store: null values, and kept messages of unknown age. */
  readonly empty: number;
  /** Received and not on disk yet. */
  readonly waiting: number;
  /** Why telemetry does not come as it should; "" when it does. */
  readonly problem: string;
  /** The newest refused message: its topic and the reason; "" when there was none. */
  readonly lastRefusal: string;
}

/** When a loop was last heard. Silence is a state of its own: it never clears an alarm. */
export interface LoopSignal {
  readonly loopId: LoopId;
  /** Newest source time; `null` before the first sample. */
  readonly lastSampleMs: EpochMs | null;
  /** Wall-clock time at which it arrived. */
  readonly lastArrivalMs: EpochMs | null;
  readonly silent: boolean;
}

/** Everything a page needs when it connects. */
export interface Hello {
  readonly wireVersion: number;
  readonly version: string;
  readonly serverMs: EpochMs;
  /** Sequence of the last alarm event included here. */
  readonly seq: number;
  readonly loops: readonly LoopView[];
  readonly signals: readonly LoopSignal[];
  readonly estimates: readonly LoopEstimate[];
  readonly conditions: readonly LoopCondition[];
  /** Those that stand, most urgent first, and the most recent that are over; at most `mostAlarmsTold`. */
  readonly alarms: readonly AlarmView[];
  /** Of all alarms, also of those that are left out above. */
  readonly counts: AlarmCounts;
  readonly held: readonly HeldAlarm[];
  /** Newest first: the open ones and the most recent that are over. */
  readonly incidents: readonly IncidentView[];
  readonly flood: FloodView | null;
  readonly proofs: readonly LoopProof[];
  readonly notices: readonly NoticeView[];
  readonly mails: readonly KeptMailSummary[];
  /** True when the built-in mail server keeps the mails and the page can read them. */
  readonly mailboxKept: boolean;
  readonly scenario: ScenarioState | null;
  readonly health: Health;
  /** Who looks at the page. */
  readonly you: Visitor;
}

/** Answer to an act; `reason` is a sentence for the person who tried. */
export type ActResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Alarms that a snapshot carries; the rest is a page's question to the API. */
export const mostAlarmsTold = 500;

/** What every act on an alarm says: which occurrence, as which version of it the person saw, who, and why. */
interface OnOccurrence {
  readonly occurrenceId: OccurrenceId;
  readonly version: number;
  readonly by: string;
  readonly comment: string;
}

/** An act on an alarm that need not stand. */
interface OnAlarm {
  readonly key: AlarmKey;
  /** As in `HeldAlarm` or `AlarmView`; 0 for an alarm that has never stood nor been held. */
  readonly version: number;
  readonly by: string;
  readonly comment: string;
}

/** What a person may do with an alarm. One that was decided on an older version is refused with what changed. */
export type AlarmAct =
  | (OnOccurrence & { readonly kind: "acknowledge" })
  /** Stops the horn on every page until the next call; by itself never an acknowledgement. */
  | (OnOccurrence & { readonly kind: "silence" })
  /** Ends a latched alarm. */
  | (OnOccurrence & { readonly kind: "reset" })
  | (OnOccurrence & { readonly kind: "comment" })
  | (OnOccurrence & { readonly kind: "assign"; readonly to: string })
  /** Calls nobody for so long; evaluated and recorded as ever. Getting worse ends it. */
  | (OnOccurrence & { readonly kind: "shelve"; readonly forMs: DurationMs })
  | (OnAlarm & { readonly kind: "unshelve" })
  | (OnAlarm & { readonly kind: "take out of service" })
  | (OnAlarm & { readonly kind: "put back in service" });

/** A person declares what is done to a loop, as `coolant_operation` does. */
export interface OperationAct {
  readonly kind: "operate";
  readonly loopId: LoopId;
  readonly operation: Operation;
  /** Source time at which it begins; `null`: now, which is the newest source time of the loop. */
  readonly atMs: EpochMs | null;
  readonly by: string;
  readonly comment: string;
}

export type OperatorAct = AlarmAct | OperationAct;

/** Server to page. Samples may be coalesced or dropped on the way; alarms never. */
export interface ServerToPage {
  hello: (hello: Hello) => void;
  beat: (beat: { readonly serverMs: EpochMs; readonly seq: number }) => void;
  frame: (frame: Frame) => void;
  estimate: (estimate: LoopEstimate) => void;
  signal: (signal: LoopSignal) => void;
  /** Sent when it has changed; the newest is the whole truth. */
  condition: (condition: LoopCondition) => void;
  alarm: (event: { readonly seq: number; readonly alarm: AlarmView }) => void;
  /** Everything about alarms that is not one alarm; what is left out has not changed. */
  overview: (changed: AlarmOverview) => void;
  notice: (notice: NoticeView) => void;
  mail: (mail: KeptMailSummary) => void;
  scenario: (scenario: ScenarioState | null) => void;
  health: (health: Health) => void;
}

/** What stands around the alarms themselves. May be coalesced: the newest is the whole truth. */
export interface AlarmOverview {
  readonly counts?: AlarmCounts;
  readonly held?: readonly HeldAlarm[];
  readonly incidents?: readonly IncidentView[];
  readonly flood?: FloodView | null;
  readonly proofs?: readonly LoopProof[];
}

/** Page to server: acts of a person, each answered. */
export interface PageToServer {
  act: (act: OperatorAct, answer: (result: ActResult) => void) => void;
  startScenario: (act: { readonly scenarioId: string }, answer: (result: ActResult) => void) => void;
  setSpeed: (act: { readonly speed: number }, answer: (result: ActResult) => void) => void;
}

/** What the server says to a socket that it does not let in; the page then asks to log in. */
export const loginNeeded = "login needed";

/** Namespace on which a simulator announces itself and takes commands. */
export const plantNamespace = "/plant";

export interface PlantToServer {
  announce: (scenario: ScenarioState) => void;
}

export interface ServerToPlant {
  startScenario: (act: { readonly scenarioId: string }, answer: (result: ActResult) => void) => void;
  setSpeed: (act: { readonly speed: number }, answer: (result: ActResult) => void) => void;
  /** A person is watching: a demonstration may begin. Sent once per connected simulator. */
  visitorArrived: () => void;
}
