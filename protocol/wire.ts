import type { AlarmView } from "./alarm.ts";
import type { LoopEstimate } from "./estimate.ts";
import type { LoopId, OccurrenceId } from "./ids.ts";
import type { KeptMailSummary, NoticeView } from "./notice.ts";
import type { ScenarioState } from "./scenario.ts";
import type { Frame, LoopView } from "./telemetry.ts";
import type { EpochMs } from "./time.ts";

/** Raised when an event or payload changes in a way an older page cannot read. */
export const wireVersion = 1;

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
  /** Brokers from which telemetry is taken; left out when there are none. */
  readonly brokers?: readonly BrokerHealth[];
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
  /** Newest first; the open ones and the most recent closed ones. */
  readonly alarms: readonly AlarmView[];
  readonly notices: readonly NoticeView[];
  readonly mails: readonly KeptMailSummary[];
  /** True when the built-in mail server keeps the mails and the page can read them. */
  readonly mailboxKept: boolean;
  readonly scenario: ScenarioState | null;
  readonly health: Health;
}

/** Answer to an act; `reason` is a sentence for the person who tried. */
export type ActResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface AcknowledgeAct {
  readonly occurrenceId: OccurrenceId;
  readonly version: number;
  readonly by: string;
  readonly comment: string;
}

/** Server to page. Samples may be coalesced or dropped on the way; alarms never. */
export interface ServerToPage {
  hello: (hello: Hello) => void;
  beat: (beat: { readonly serverMs: EpochMs; readonly seq: number }) => void;
  frame: (frame: Frame) => void;
  estimate: (estimate: LoopEstimate) => void;
  signal: (signal: LoopSignal) => void;
  alarm: (event: { readonly seq: number; readonly alarm: AlarmView }) => void;
  notice: (notice: NoticeView) => void;
  mail: (mail: KeptMailSummary) => void;
  scenario: (scenario: ScenarioState | null) => void;
  health: (health: Health) => void;
}

/** Page to server: acts of a person, each answered. */
export interface PageToServer {
  acknowledge: (act: AcknowledgeAct, answer: (result: ActResult) => void) => void;
  startScenario: (act: { readonly scenarioId: string }, answer: (result: ActResult) => void) => void;
  setSpeed: (act: { readonly speed: number }, answer: (result: ActResult) => void) => void;
}

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

/** Line protocol that a plant or its operators send beside telemetry. */
export const operationMeasurement = "coolant_operation";
/**
 * What people do to a loop, as `coolant_operation,loop=ID kind="refill"`, at the time at which it begins:
 * `serviced`: repaired and refilled; alarms end, and the loop is learnt anew.
 * `refill`: coolant is put in (or let out) on purpose; what rises is no riddle, and a leak stays one.
 * `isolation`: valves cut a part of the loop off; volume and pressure may step, and coolant is not lost by it.
 * `reopening`: the part is joined again.
 * `maintenance`: hands are on the loop; what moves may be their doing.
 */
export const operations = ["serviced", "refill", "isolation", "reopening", "maintenance"] as const;
export type Operation = (typeof operations)[number];

/** The operation after which a loop is learnt anew. */
export const servicedOperation = "serviced" satisfies Operation;
