import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { days, minutes, seconds } from "../../protocol/time.ts";
import { type BrokerHealth, type Health, wireVersion } from "../../protocol/wire.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { toMailHost } from "../domain/notice/message-id.ts";
import type { LoopStanding } from "../domain/notice/render-summary.ts";
import { writeNotices } from "../domain/notice/write-notices.ts";
import { createAlarmJournal } from "./alarm-journal.ts";
import { createIngest, type Ingest } from "./ingest.ts";
import { createLive } from "./live.ts";
import { toLoopView } from "./loop-view.ts";
import { createOutbox } from "./outbox.ts";
import { createPipeline } from "./pipeline.ts";
import type {
  Cancel,
  Clock,
  Desk,
  LiveFeed,
  Log,
  Mailbox,
  Mailer,
  Spool,
  StateStore,
  TelemetryStore,
} from "./ports.ts";
import { recallLoop } from "./recall.ts";
import { createRecorder } from "./recorder.ts";
import { createTimetable, type Job } from "./schedule.ts";
import { createStoreWriter } from "./store-writer.ts";

/** Everything the application needs from outside. */
export interface MonitorParts {
  readonly version: string;
  readonly loops: readonly Loop[];
  readonly mail: { readonly from: string; readonly to: readonly string[] };
  /** Address of the live page, for links in mails. */
  readonly pageUrl: string | null;
  /** How long telemetry is kept; `null`: for ever. */
  readonly retentionDays: number | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: TelemetryStore;
  readonly spool: Spool;
  readonly state: StateStore;
  readonly mailer: Mailer;
  /** `null` when mails go to a mail server of the owner's. */
  readonly mailbox: (Mailbox & { dropBefore(ms: number): Promise<number> }) | null;
  readonly feed: LiveFeed;
  /** How the brokers are doing from which telemetry is taken; `null` when there are none. */
  readonly brokers?: () => readonly BrokerHealth[] | null;
}

/** The application at work. */
export interface Monitor {
  readonly ingest: Ingest;
  readonly desk: Desk;
  readonly timetable: readonly Job[];
  health(): Health;
  /** Brings the detectors up to what the store has; to be called before telemetry is let in. Never rejects. */
  recall(): Promise<void>;
  /** Resolves when everything accepted so far is in the store. */
  stored(): Promise<void>;
  /** Finishes what is under way; what waits stays on disk for the next start. */
  stop(): Promise<void>;
}

/** How long a write that is under way may take when we stop. */
const stopPatienceMs = seconds(1.5);

/** How long a start waits for what the last one left on disk to reach the store, from which the detectors recall it. */
const backlogPatienceMs = seconds(10);

/** Wires the application floor: decide, then tell, then store. */
export function createMonitor(parts: MonitorParts): Monitor {
  const { loops, clock, log, store, spool, state, mailer, mailbox, feed, pageUrl, mail } = parts;
  const loopById = new Map<LoopId, Loop>(loops.map((loop) => [loop.id, loop]));
  const host = toMailHost(mail.from);
  let tellTrouble: () => void = () => undefined;
  const storeInTrouble = new Promise<void>((resolve) => {
    tellTrouble = resolve;
  });
  const writer = createStoreWriter({
    spool,
    store,
    clock,
    log,
    onHealth({ ok }) {
      if (!ok) tellTrouble();
      feed.health(health());
    },
  });
  const recorder = createRecorder({ spool, clock, log, onSpooled: writer.wake });
  const outbox = createOutbox({ state, mailer, clock, log, onNotice: feed.notice });
  const saved = state.load();
  // While the past is recalled, only what it comes to is passed on: the samples and estimates are in the store already.
  let recalling = false;
  let told = { unjudged: 0, atMs: Number.NEGATIVE_INFINITY };

  const journal = createAlarmJournal({
    state,
    clock,
    log,
    feed,
    record: recorder.alarm,
    writeNotices: (alarm, reason, asOfMs) =>
      writeNotices(alarm, {
        loop: loopById.get(alarm.loopId)!,
        reason,
        recipients: mail.to,
        host,
        pageUrl: pageUrl === null ? null : `${pageUrl}/#/loop/${alarm.loopId}`,
        asOfMs,
        nowMs: clock.nowMs(),
        threadSubject: outbox.threadSubject(alarm.id),
      }),
    send: outbox.add,
  });

  journal.recover(saved.journal);
  const openAlarms = (): AlarmView[] => journal.list().filter((alarm) => alarm.state !== "normal");

  const live = createLive({ loops, clock, feed, health: () => health(), seq: () => journal.seq });
  const pipeline = createPipeline(
    loops,
    {
      onAlarmEvent: journal.apply,
      onRow(loopId, atMs, row) {
        if (!recalling) live.row(loopId, atMs, row);
      },
      onEstimate(estimate) {
        live.estimate(estimate);
        if (!recalling) recorder.estimate(estimate);
      },
    },
    openAlarms().map(({ loopId, alarmClass }) => ({ loopId, alarmClass })),
  );
  let unknownOperations = (): number => 0;
  const ingest = createIngest({
    spool,
    clock,
    log,
    onSpooled: writer.wake,
    judgedBy(reader) {
      const intake = pipeline.intake(reader);
      unknownOperations = () => intake.unknownOperations;
      return {
        refuse: intake.refuse,
        onBatch(batch) {
          for (const loopId of intake.accept(batch)) live.heard(loopId, pipeline.newestMs(loopId));
          recorder.flush();
          warnOfUnjudged();
        },
      };
    },
  });

  /** A sender with a wrong clock, or a dump after a gap: once a minute is enough to say so. */
  function warnOfUnjudged(): void {
    const unjudged = pipeline.unjudged();
    // Fewer than before: a time that looked stray was confirmed by what followed it.
    if (unjudged < told.unjudged) told = { ...told, unjudged };
    if (unjudged === told.unjudged || clock.nowMs() - told.atMs < minutes(1)) return;
    log.warn(
      "Samples were stored but not judged: they came too late, or from a clock that nothing confirms.",
      {
        samples: unjudged - told.unjudged,
      },
    );
    told = { unjudged, atMs: clock.nowMs() };
  }

  function health(): Health {
    const { ok, detail, refused } = writer.health();
    const { waiting, oldestMs } = spool.status();
    const unsaved = journal.unsaved();
    const troubles = [
      detail,
      ...(refused > 0 ? [`The store refused a part of ${refused} writes for good; the log says which.`] : []),
      ...(unsaved > 0 ? [`${unsaved} alarm events are not on disk yet: is it full?`] : []),
    ].filter((trouble) => trouble !== "");
    const brokers = parts.brokers?.() ?? null;
    return {
      store: { name: store.name, ok: ok && unsaved === 0, detail: troubles.join(" ") },
      spool: { waiting, oldestMs },
      mail: outbox.health(),
      unused: { unjudgedSamples: pipeline.unjudged(), unknownOperations: unknownOperations() },
      ...(brokers === null ? {} : { brokers }),
    };
  }

  const standings = (): LoopStanding[] =>
    loops.map((loop) => ({
      loop,
      estimate: live.estimates().find((estimate) => estimate.loopId === loop.id) ?? null,
      signal: live.signals().find((signal) => signal.loopId === loop.id) ?? null,
    }));

  outbox.recover(saved.notices);
  mailbox?.onMail(feed.mail);

  return {
    ingest,
    health,
    desk: {
      hello: () => ({
        wireVersion,
        version: parts.version,
        serverMs: clock.nowMs(),
        seq: journal.seq,
        loops: loops.map(toLoopView),
        signals: live.signals(),
        estimates: live.estimates(),
        alarms: journal.list(),
        notices: outbox.list(),
        mails: mailbox?.list() ?? [],
        mailboxKept: mailbox !== null,
        health: health(),
      }),
      acknowledge(act) {
        const result = journal.acknowledge(act);
        recorder.flush();
        return result;
      },
    },
    timetable: createTimetable({
      clock,
      log,
      state,
      outbox,
      store,
      dropMailsBefore: mailbox === null ? null : (ms) => mailbox.dropBefore(ms),
      standing: () => ({ loops: standings(), openAlarms: openAlarms() }),
      recipients: mail.to,
      host,
      pageUrl,
      keepTelemetryMs: parts.retentionDays === null ? null : days(parts.retentionDays),
    }),
    async recall() {
      let cancel: Cancel = () => undefined;
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(backlogPatienceMs, resolve);
      });
      await Promise.race([writer.drained(), storeInTrouble, patience]);
      cancel();
      recalling = true;
      for (const loop of loops) {
        // From before whatever stands began: learnt from what came after, a loop that changed would look healthy.
        const onsets = openAlarms()
          .filter(
            ({ loopId, state: standing }) => loopId === loop.id && standing !== "returned unacknowledged",
          )
          .map(({ onsetMs, openedMs }) => onsetMs ?? openedMs);
        const onsetMs = onsets.length === 0 ? null : Math.min(...onsets);
        await recallLoop(loop, onsetMs, { store, pipeline, log });
        const newestMs = pipeline.newestMs(loop.id);
        if (newestMs !== null) live.recalled(loop.id, newestMs);
      }
      recalling = false;
    },
    stored: writer.drained,
    async stop() {
      live.stop();
      journal.flush();
      // Closing the mailer cuts short a mail that hangs; it stays pending and goes out after the next start.
      const quiet = outbox.stop();
      await mailer.close();
      await quiet;
      // What is not in the store yet is in the spool: a store that hangs must not keep us from stopping.
      await Promise.race([
        writer.stop(),
        new Promise<void>((resolve) => clock.after(stopPatienceMs, resolve)),
      ]);
    },
  };
}
