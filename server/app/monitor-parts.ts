import type { UnmappedList } from "../../protocol/series.ts";
import type { Health } from "../../protocol/wire.ts";
import type { NoticeSettings } from "../boundary/config-notice.ts";
import type { Channel, Loop } from "../domain/loop/loop.ts";
import type { CheckpointStore } from "./checkpoint-port.ts";
import type { Changeable } from "./current.ts";
import type { AckLinks, Desk } from "./desk-port.ts";
import type { HistoryReader } from "./history-reader.ts";
import type { Ingest } from "./ingest.ts";
import type { Meter } from "./meter.ts";
import type {
  Clock,
  HookSender,
  LiveFeed,
  Log,
  Mailbox,
  Mailer,
  Rasterizer,
  Spool,
  StateStore,
  TelemetryStore,
} from "./ports.ts";
import type { ReadyPart } from "./readiness.ts";
import type { Scheduler } from "./timekeeper.ts";
import type { Vitals } from "./vitals.ts";

/** Everything the application needs from outside. */
export interface MonitorParts {
  readonly version: string;
  readonly loops: readonly Loop[];
  /** Series of no loop that carry plain limits; left out: none. */
  readonly series?: readonly Channel[];
  readonly notices: NoticeSettings;
  /** Address of the live page without a trailing slash, for links in mails. */
  readonly pageUrl: string | null;
  /** How long telemetry is kept; `null`: for ever. */
  readonly retentionDays: number | null;
  /** How long rollups, alarms and operations are kept in the store; `null`: for ever. */
  readonly rollupDays: number | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: TelemetryStore;
  readonly spool: Spool;
  readonly state: StateStore;
  /** Left out: what the detectors have learned is recalled from the store alone. */
  readonly checkpoints?: CheckpointStore;
  readonly mailer: Mailer;
  readonly hooks: HookSender;
  readonly rasterizer: Rasterizer;
  readonly ackLinks: AckLinks | null;
  readonly scheduler: Scheduler;
  /** `null` when mails go to a mail server of the owner's. */
  readonly mailbox: (Mailbox & { dropBefore(ms: number): Promise<number> }) | null;
  readonly feed: LiveFeed;
  /** How the brokers are doing from which telemetry is taken; `null` when there are none. */
  readonly brokers?: () => Health["brokers"] | null;
  /** Left out where nobody counts. */
  readonly meter?: Meter;
}

/** The application at work. */
export interface Monitor {
  readonly ingest: Ingest;
  readonly desk: Desk;
  readonly history: HistoryReader;
  /** Telemetry that belongs to no loop. */
  unmapped(): UnmappedList;
  /** The loops that are watched: one list, whose content changes with the configuration. */
  readonly loops: readonly Loop[];
  health(): Health;
  vitals(): Vitals;
  /** The parts without which nothing works, and how each of them is. */
  readiness(): readonly ReadyPart[];
  /** Says of itself from now on that it is no longer ready. */
  stopSoon(): void;
  /** Brings the detectors up to what the store has; to be called before telemetry is let in. Never rejects. */
  recall(): Promise<void>;
  /** Lets the timetable begin; to be called when everything else is ready. */
  begin(): void;
  /** Takes over another configuration, between two samples; resolves when the timetable is the new one too. */
  take(next: Changeable): Promise<void>;
  /** Another configuration was refused, and why; `null`: the last one was taken. */
  refused(problem: string | null): void;
  /** Resolves when everything accepted so far is in the store. */
  stored(): Promise<void>;
  /** Finishes what is under way; what waits stays on disk for the next start. */
  stop(): Promise<void>;
}
