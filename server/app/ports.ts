import type { AlarmClass, AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { KeptMail, KeptMailSummary, NoticeView } from "../../protocol/notice.ts";
import type { Frame } from "../../protocol/telemetry.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { AcknowledgeAct, ActResult, Health, Hello, LoopSignal } from "../../protocol/wire.ts";
import type { AlarmEvent } from "../domain/alarm/alarm.ts";
import type { SeriesRef } from "../domain/loop/loop.ts";
import type { Mail, Notice } from "../domain/notice/notice.ts";

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
  }): Promise<BucketColumns>;
  /** Newest source time of any of the series; `null` when there is none. */
  newestMs(series: readonly SeriesRef[]): Promise<EpochMs | null>;
  /** Texts of a field from `fromMs` on, oldest first; of very many the newest `mostTexts`. Other values are left out. */
  texts(series: SeriesRef, fromMs: EpochMs): Promise<readonly TextPoint[]>;
  /** Number of points in a measurement. */
  count(measurement: string): Promise<number>;
  /** Deletes telemetry older than `ms`. */
  dropBefore(ms: EpochMs): Promise<void>;
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

/** Accepted writes on disk, in the order in which they were appended. */
export interface Spool {
  /** Resolves with the batch's number when the bytes survive `kill -9` and power loss; rejects when nothing was taken. */
  append(batch: Omit<SpoolBatch, "id">): Promise<number>;
  /** Oldest batches behind `after`, at least one if any, together at most `maxBytes` otherwise. */
  peek(maxBytes: number, after?: number): Promise<readonly SpoolBatch[]>;
  /** Forgets every batch up to and including `id`; one that comes back after a crash is harmless. Returns at once. */
  confirm(id: number): void;
  /** Costs nothing, whatever waits. */
  status(): SpoolStatus;
  /** Finishes what is under way. */
  close(): Promise<void>;
}

/** An alarm event as it was applied, so that replaying the journal gives the same state. */
export interface JournalEntry {
  readonly seq: number;
  readonly loopId: LoopId;
  readonly alarmClass: AlarmClass;
  /** Wall-clock time at which it was written. */
  readonly writtenMs: EpochMs;
  readonly event: AlarmEvent;
}

/** Alarm journal and outbox: one transaction for both, durable when `commit` returns. */
export interface StateStore {
  commit(change: { readonly journal: readonly JournalEntry[]; readonly notices: readonly Notice[] }): void;
  /** The whole journal in order, and every notice (the newest version of each) oldest first. */
  load(): { readonly journal: readonly JournalEntry[]; readonly notices: readonly Notice[] };
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
  send(mail: Mail): Promise<{ readonly response: string }>;
  close(): Promise<void>;
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
  health(health: Health): void;
  beat(seq: number): void;
}

/** What the live pages may ask. */
export interface Desk {
  hello(): Omit<Hello, "scenario">;
  acknowledge(act: AcknowledgeAct): ActResult;
}
