import type { AlarmKey, AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import type { LoopProof } from "../../protocol/incident.ts";
import type { KeptMail, KeptMailSummary, NoticeView } from "../../protocol/notice.ts";
import type { Frame, LoopCondition } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { AlarmOverview, Health, LoopSignal } from "../../protocol/wire.ts";
import type { AlarmQuery } from "../boundary/alarm-query.ts";
import type { AuditEntry } from "../domain/access/audit-entry.ts";
import type { AlarmEvent } from "../domain/alarm/alarm.ts";
import type { DeclaredOperation } from "../domain/incident/incident-book.ts";
import type { SeriesRef } from "../domain/loop/loop.ts";
import type { CallFact } from "../domain/notice/calls/call-fact.ts";
import type { HookMessage, Mail, Notice, PlotRequest } from "../domain/notice/notice.ts";

/** Takes back what was asked for; harmless when called twice. */
export type Cancel = () => void;

/** Wall-clock time and timers. Detection never asks it: samples bring their own time. */
export interface Clock {
  nowMs(): EpochMs;
  after(ms: DurationMs, run: () => void): Cancel;
  every(ms: DurationMs, run: () => void): Cancel;
}

/** Structured log; `detail` is data, the message a sentence. Never throws. */
export interface Log {
  info(message: string, detail?: Readonly<Record<string, unknown>>): void;
  warn(message: string, detail?: Readonly<Record<string, unknown>>): void;
  error(message: string, detail?: Readonly<Record<string, unknown>>): void;
}

/** Precision of the timestamps in a body of line protocol. */
export type Precision = "ns" | "us" | "ms" | "s" | "m" | "h";

/** The telemetry store failed. `retryable`: the same call may succeed later. */
export class StoreError extends Error {
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = "StoreError";
    this.retryable = retryable;
  }
}

/** Minimum and maximum of each series in each bucket; `null` where a bucket is empty. */
export interface BucketColumns {
  /** Start of each bucket. */
  readonly tMs: readonly EpochMs[];
  /** `min[i][k]`: i-th series of the question, k-th bucket. */
  readonly min: readonly (readonly (number | null)[])[];
  readonly max: readonly (readonly (number | null)[])[];
  /** What a mean is made of; 0 where a bucket is empty. There where the question asked for them. */
  readonly sum?: readonly (readonly number[])[];
  readonly count?: readonly (readonly number[])[];
}

/** Texts that a store gives in one answer. */
export const mostTexts = 10_000;

/** One value of a text field. */
export interface TextPoint {
  readonly atMs: EpochMs;
  readonly text: string;
}

/** Database of record. Calls reject with `StoreError` only, and always settle within the adapter's time limit. */
export interface TelemetryStore {
  /** For people: "InfluxDB 1.6.7 at http://…", "SQLite in data/telemetry.sqlite". */
  readonly name: string;
  /**
   * Writes whole lines of line protocol, every line with a timestamp. Idempotent by series and time. The memory of
   * `lines` is the caller's: it may change as soon as the call has settled.
   * `refused` says what the store will never take (the rest of the body is in); `null` when all is in.
   */
  write(lines: Buffer, precision: Precision): Promise<{ readonly refused: string | null }>;
  /** Min/max per bucket over [fromMs, toMs); buckets are aligned to multiples of `bucketMs`; numeric fields only. */
  history(query: {
    readonly series: readonly SeriesRef[];
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    readonly bucketMs: DurationMs;
    /** Also sums and counts. */
    readonly withSums?: boolean;
  }): Promise<BucketColumns>;
  /** Newest source time of any of the series; `null` when there is none. */
  newestMs(series: readonly SeriesRef[]): Promise<EpochMs | null>;
  /** Texts of a field from `fromMs` on, oldest first; of very many the newest `mostTexts`. Other values are left out. */
  texts(series: SeriesRef, fromMs: EpochMs): Promise<readonly TextPoint[]>;
  /** Number of points in a measurement. */
  count(measurement: string): Promise<number>;
  /** Deletes what is older than `ms`, but nothing of the measurements in `keep`. */
  dropBefore(ms: EpochMs, keep?: readonly string[]): Promise<void>;
  /** Resolves when the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** One accepted write, waiting for the store. */
export interface SpoolBatch {
  readonly id: number;
  readonly precision: Precision;
  readonly lines: Buffer;
  readonly receivedMs: EpochMs;
}

/** How much waits in the spool. */
export interface SpoolStatus {
  readonly waiting: number;
  readonly oldestMs: EpochMs | null;
  readonly bytes: number;
  /** The spool or the disk is full, or nearly so: senders must wait. */
  readonly isFull: boolean;
}

/** What a spool has on disk, by the numbers of batches. */
export interface SpoolHeld {
  /** Numbers are good for one file; another one has another name. */
  readonly file: string;
  /** What the store has and is held all the same. */
  readonly bytes: number;
  /** All up to here are gone, all behind it are there. */
  readonly forgottenId: number;
  readonly confirmedId: number;
  readonly lastId: number;
}

/** Accepted writes on disk, in the order in which they were appended. */
export interface Spool {
  /** Resolves with the batch's number when the bytes survive `kill -9` and power loss; rejects when nothing was taken. */
  append(batch: Omit<SpoolBatch, "id">): Promise<number>;
  /** Oldest batches behind `after`, at least one if any, together at most `maxBytes` otherwise. */
  peek(maxBytes: number, after?: number): Promise<readonly SpoolBatch[]>;
  /** The store has every batch up to and including `id`; one that comes back after a crash is harmless. Returns at once. */
  confirm(id: number): void;
  /**
   * The detectors' checkpoints have every batch up to and including `id`. From the first call on, what is behind it is held
   * on disk also when the store has it, as far as there is room. Returns at once.
   */
  release(id: number): void;
  held(): SpoolHeld;
  /** Oldest batches behind `after` that are on disk, also those that the store has; otherwise as `peek`. */
  recall(after: number, maxBytes: number): Promise<readonly SpoolBatch[]>;
  /** Costs nothing, whatever waits. */
  status(): SpoolStatus;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

/**
 * What the journal keeps, so that replaying it gives the same alarms, incidents and calls. `seq` grows by one with each;
 * `writtenMs` is wall-clock time.
 */
export type JournalEntry = { readonly seq: number; readonly writtenMs: EpochMs } & JournalFact;
export interface Heard {
  /** How often the loop's lane had told something by then; a start takes up what it tells behind that. Left out in older ones. */
  readonly tellings?: number;
}
export type JournalFact =
  | ({ readonly kind: "alarm"; readonly key: AlarmKey; readonly event: AlarmEvent } & Heard)
  | ({ readonly kind: "operation"; readonly declared: DeclaredOperation } & Heard)
  | { readonly kind: "call"; readonly fact: CallFact }
  | { readonly kind: "proof"; readonly proof: LoopProof };

/** Everything that the journal up to and including `seq` comes to; plain data. */
export interface Snapshot {
  readonly seq: number;
  /** Raised when the shape of `state` changes; one of another version is not used, and the whole journal is replayed. */
  readonly version: number;
  readonly state: unknown;
}

/** One change of everything that must not be lost, in one transaction. */
export interface StateChange {
  readonly journal?: readonly JournalEntry[];
  readonly notices?: readonly Notice[];
  /** Alarms as they look after the journal entries, for questions about the past. */
  readonly occurrences?: readonly AlarmView[];
  readonly snapshot?: Snapshot;
  /** What people did, or tried to do. */
  readonly audit?: readonly AuditEntry[];
}

/** Alarm journal, outbox and what else is ours: durable when `commit` returns. Calls throw; nothing of that change is in then. */
export interface StateStore {
  commit(change: StateChange): void;
  /**
   * The newest snapshot of this version, the journal behind it (the whole where there is none; can be gone through once, and
   * is read meanwhile), and the notices that are not settled with the newest settled ones, oldest first.
   */
  load(snapshotVersion: number): {
    readonly snapshot: Snapshot | null;
    readonly journal: Iterable<JournalEntry>;
    readonly notices: readonly Notice[];
  };
  /** The whole journal, oldest first, read as it is asked for. */
  journal(): Iterable<JournalEntry>;
  /** Newest change first. */
  occurrences(query: AlarmQuery): readonly AlarmView[];
  /** An alarm as it was last, however long ago. */
  occurrence(id: OccurrenceId): AlarmView | null;
  notice(id: string): Notice | null;
  /** Forgets settled notices written before a time and says how many; the journal keeps that they were written. */
  dropNoticesBefore(ms: EpochMs): number;
  /** Forgets past alarms that changed last before a time; says how many. Journal and leak ledger keep what happened. */
  dropOccurrencesBefore(ms: EpochMs): number;
  /** When a job of the timetable ran last, wall-clock time; `null`: never. */
  lastRunMs(job: string): EpochMs | null;
  ran(job: string, atMs: EpochMs): void;
  /** 32 random bytes that stay the same for ever; drawn when first asked for. */
  secret(name: string): Uint8Array;
  close(): void;
}

/** A mail was not taken. `retryable`: the server may take it later. */
export class MailError extends Error {
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = "MailError";
    this.retryable = retryable;
  }
}

/** Hands one mail to a mail server. Rejects with `MailError` only, always within the adapter's time limit. */
export interface Mailer {
  /** For people: "smtp.example.org:587", "built-in mailbox". */
  readonly name: string;
  send(mail: Mail, picture: MailPicture | null): Promise<{ readonly response: string }>;
  close(): Promise<void>;
}

/** Hands one message to a webhook, signed. Rejects with `MailError` only, always within the adapter's time limit. */
export interface HookSender {
  send(message: HookMessage): Promise<{ readonly response: string }>;
}

/** Makes a PNG of an SVG beside everything else. Never rejects: `null` when it cannot. */
export interface Rasterizer {
  toPng(svg: string, widthPx: number): Promise<Uint8Array | null>;
}

/** Draws what a mail shows. Never rejects: `null` when there is nothing to draw, or not in time. */
export interface Plotter {
  draw(request: PlotRequest): Promise<{ readonly png: Uint8Array; readonly alt: string } | null>;
}

/** A picture that goes inside a mail. */
export interface MailPicture {
  readonly png: Uint8Array;
  readonly alt: string;
}

/** Mails kept by the built-in mail server. */
export interface Mailbox {
  list(): readonly KeptMailSummary[];
  read(id: string): Promise<KeptMail | null>;
  /** Calls back for each mail that arrives from now on. */
  onMail(run: (mail: KeptMailSummary) => void): void;
}

/** What the live pages hear. None of these may wait, throw, or keep memory for a slow page without bound. */
export interface LiveFeed {
  /** Never coalesced, never dropped while a page is connected. */
  alarm(seq: number, alarm: AlarmView): void;
  notice(notice: NoticeView): void;
  mail(mail: KeptMailSummary): void;
  /** May be dropped for a page that cannot keep up. */
  frame(frame: Frame): void;
  estimate(estimate: LoopEstimate): void;
  signal(signal: LoopSignal): void;
  condition(condition: LoopCondition): void;
  health(health: Health): void;
  beat(seq: number): void;
  /** The loops are others now: every page gets a fresh snapshot. */
  anew?(): void;
  /** The newest of each part is the whole truth, so that older ones may be dropped. */
  overview(changed: AlarmOverview): void;
}
