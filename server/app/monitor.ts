import type { LoopId } from "../../protocol/ids.ts";
import { days, minutes, seconds } from "../../protocol/time.ts";
import { type Health, wireVersion } from "../../protocol/wire.ts";
import type { LoopStanding, Standing } from "../domain/notice/digest/digest-facts.ts";
import { type AlarmDesk, createAlarmDesk } from "./alarm-desk.ts";
import { savedAlarmVersion } from "./alarm-state.ts";
import { createConditions } from "./conditions.ts";
import { createOperationDesk, type OperationDesk } from "./declare-operation.ts";
import { createDesk, toOverview } from "./desk.ts";
import { createFiguresReader } from "./figures.ts";
import { createHouseAlarms } from "./house-alarms.ts";
import { createIngest } from "./ingest.ts";
import { createLetterWriter } from "./letters.ts";
import { createLive } from "./live.ts";
import { toLoopView } from "./loop-view.ts";
import { deafMeter } from "./meter.ts";
import type { Monitor, MonitorParts } from "./monitor-parts.ts";
import { createPipeline } from "./pipeline.ts";
import { openPostOffice } from "./post-office.ts";
import { createProofRound } from "./proof-round.ts";
import { createProver } from "./prove.ts";
import { createReadiness } from "./readiness.ts";
import { createRecallGate } from "./recall-gate.ts";
import { recallLoops } from "./recall-loops.ts";
import { createRecorder } from "./recorder.ts";
import { createAlarmKeys, createRules } from "./rules-of-alarms.ts";
import { createTimetable } from "./schedule.ts";
import { createSensingWatch } from "./sensing-watch.ts";
import { createStoreWriter } from "./store-writer.ts";
import { tellHealth } from "./tell-health.ts";
import { createTimekeeper } from "./timekeeper.ts";
import { countAlarms, toLoopVitals } from "./vitals.ts";
import { within } from "./within.ts";

/** How long a write that is under way may take when we stop, and a mail: whoever has read it to the end has it once. */
const stopPatienceMs = seconds(1.5);
const mailPatienceMs = seconds(1.5);

/** How long a start waits for what the last one left on disk to reach the store, from which the detectors recall it. */
const backlogPatienceMs = seconds(10);

/** Wires the application floor: decide, then tell, then store. */
export function createMonitor(parts: MonitorParts): Monitor {
  const { loops, notices, clock, log, store, spool, state, mailer, mailbox, feed, pageUrl } = parts;
  const { meter = deafMeter } = parts;
  const loopIds = loops.map(({ id }) => id);
  let tellTrouble: () => void = () => undefined;
  const storeInTrouble = new Promise<void>((resolve) => {
    tellTrouble = resolve;
  });
  const writer = createStoreWriter({
    ...{ spool, store, clock, log, meter },
    onHealth({ ok }) {
      if (!ok) tellTrouble();
      feed.health(health());
    },
  });
  const recorder = createRecorder({ spool, clock, log, onSpooled: writer.wake });
  const saved = state.load(savedAlarmVersion);
  const told = { unjudged: 0, atMs: Number.NEGATIVE_INFINITY, changes: -1 };

  const office = openPostOffice(parts, {
    alarms: () => alarms.state,
    sourceMs: (loopId) => pipeline.newestMs(loopId),
    estimate: (loopId) => live.estimateOf(loopId),
    onDelivery({ failing }) {
      house.delivery(failing, clock.nowMs());
      settle();
    },
  });
  const { outbox } = office;
  const alarms: AlarmDesk = createAlarmDesk({
    ...{ store: state, saved, clock, log, feed },
    policy: notices.notice,
    rulesOf: createRules(loops, notices.alarms.callAgainAfterMs),
    writeLetter: createLetterWriter(office.letters),
    record: recorder.alarm,
    send: outbox.add,
  });
  const house = createHouseAlarms(alarms);
  const sensing = createSensingWatch(loops, alarms);
  const gate = createRecallGate(alarms.observe, alarms.state.knownMs);

  /** What was decided is written down and told; what is for the store follows. */
  function settle(): void {
    alarms.settle();
    recorder.flush();
  }

  const live = createLive({
    ...{ loops, clock, feed },
    health: () => health(),
    seq: () => alarms.seq,
    onSignals(signals, nowMs) {
      sensing.look(signals, nowMs);
      settle();
      if (told.changes === alarms.changes) return;
      told.changes = alarms.changes;
      feed.overview(toOverview(alarms));
    },
  });
  const pipeline = createPipeline(loops, {
    observe: gate.observe,
    onOperation(loopId, declared) {
      conditions.operated(loopId, declared);
      operations.happened(loopId, declared);
    },
    onRow(loopId, atMs, row) {
      if (!gate.isClosed) live.row(loopId, atMs, row);
    },
    onEstimate(estimate) {
      live.estimate(estimate);
      if (!gate.isClosed) recorder.estimate(estimate);
    },
  });
  const conditions = createConditions({
    ...{ loops, clock, feed },
    healthOf: (loopId) => pipeline.lane(loopId)?.detector.held ?? null,
  });
  let unknownOperations = (): number => 0;
  const ingest = createIngest({
    ...{ spool, clock, log, meter },
    onSpooled: writer.wake,
    judgedBy(reader) {
      const intake = pipeline.intake(reader);
      unknownOperations = () => intake.unknownOperations;
      return {
        refuse: intake.refuse,
        scope: intake.scope,
        onBatch(batch) {
          for (const loopId of intake.accept(batch)) live.heard(loopId, pipeline.newestMs(loopId));
          settle();
          warnOfUnjudged();
        },
      };
    },
  });
  const operations: OperationDesk = createOperationDesk({
    ...{ desk: alarms, clock, log },
    loopIds,
    ingest: () => ingest,
    newestMs: pipeline.newestMs,
  });

  /** Whoever took a loop or a limit out of the configuration has said that its alarms are over. */
  function closeForgotten(): void {
    const isKnown = createAlarmKeys(loops);
    const reason = "it is no longer configured";
    for (const { key } of [...alarms.state.alarms.kept()])
      if (!isKnown(key)) alarms.observe(key, { kind: "gone", atMs: clock.nowMs(), reason, byPerson: true });
  }

  /** A sender with a wrong clock, or a dump after a gap: once a minute is enough to say so. */
  function warnOfUnjudged(): void {
    const unjudged = pipeline.unjudged();
    // Fewer than before: a time that looked stray was confirmed by what followed it.
    if (unjudged < told.unjudged) told.unjudged = unjudged;
    if (unjudged === told.unjudged || clock.nowMs() - told.atMs < minutes(1)) return;
    const samples = unjudged - told.unjudged;
    log.warn(
      "Samples were stored but not judged: they came too late, or from a clock that nothing confirms.",
      {
        samples,
      },
    );
    told.unjudged = unjudged;
    told.atMs = clock.nowMs();
  }

  function health(): Health {
    return tellHealth({
      storeName: store.name,
      writer: writer.health(),
      spool: spool.status(),
      unsaved: alarms.unsaved(),
      mail: outbox.health(),
      unused: { unjudgedSamples: pipeline.unjudged(), unknownOperations: unknownOperations() },
      brokers: parts.brokers?.() ?? null,
    });
  }

  const proofOf = (loopId: LoopId) => alarms.state.proofs().find((proof) => proof.loopId === loopId) ?? null;
  const standing = (): Standing => ({
    loops: loops.map(
      (loop): LoopStanding => ({
        loop,
        estimate: live.estimateOf(loop.id),
        signal: live.signals().find(({ loopId }) => loopId === loop.id) ?? null,
        proof: proofOf(loop.id),
      }),
    ),
    alarms: [...alarms.state.standing.standing()],
    held: alarms.state.standing.held(),
    incidents: alarms.state.incidents.list(),
    leaks: alarms.state.ledger.list(),
  });

  const figures = createFiguresReader({ journal: () => state.journal(), clock });
  const desk = createDesk({
    ...{ alarms, operations, store: state, letters: office.letters, plotter: office.plotter, figures, clock },
    policy: notices.notice,
    afterAct: recorder.flush,
    surroundings: () => ({
      wireVersion,
      version: parts.version,
      serverMs: clock.nowMs(),
      loops: loops.map(toLoopView),
      signals: live.signals(),
      estimates: live.estimates(),
      conditions: conditions.list(),
      notices: outbox.list(),
      mails: mailbox?.list() ?? [],
      mailboxKept: mailbox !== null,
      health: health(),
    }),
  });

  const proofs = createProofRound({
    prover: createProver({
      lane: pipeline.lane,
      isSilent: (id) => live.signals().find(({ loopId }) => loopId === id)?.silent ?? true,
      clock,
    }),
    loopIds,
    lastFoundMs: (loopId) => proofOf(loopId)?.lastFoundMs ?? null,
    onProof(proof) {
      house.proof(proof);
      settle();
    },
    ...{ clock, log },
  });
  const timekeeper = createTimekeeper({
    zone: notices.timetable.zone,
    ...{ scheduler: parts.scheduler, state, clock, log },
  });
  const timetable = createTimetable({
    ...{ clock, log, state, outbox, store, proofs, standing, pageUrl },
    timetable: notices.timetable,
    people: notices.notice.people,
    dropMailsBefore: mailbox === null ? null : (ms) => mailbox.dropBefore(ms),
    figures,
    undelivered: outbox.undelivered,
    host: office.letters.host,
    keepTelemetryMs: parts.retentionDays === null ? null : days(parts.retentionDays),
  });

  const readiness = createReadiness({ ...{ spool, state, clock, log }, unsaved: alarms.unsaved });

  outbox.recover(saved.notices);
  mailbox?.onMail(feed.mail);

  return {
    ingest,
    desk,
    health,
    vitals: () => ({
      nowMs: clock.nowMs(),
      loops: toLoopVitals(loopIds, {
        newestMs: pipeline.newestMs,
        ...{ signals: live.signals(), estimates: live.estimates(), proofs: alarms.state.proofs() },
      }),
      alarms: countAlarms(alarms.state.standing.standing()),
      notices: outbox.counts(),
      spool: spool.status(),
      isStoreOk: writer.health().ok,
      unjudgedSamples: pipeline.unjudged(),
      unknownOperations: unknownOperations(),
      unsavedFacts: alarms.unsaved(),
      lostLines: recorder.lost,
    }),
    readiness: readiness.parts,
    stopSoon: readiness.stopping,
    async recall() {
      await within(clock, Promise.race([writer.drained(), storeInTrouble]), backlogPatienceMs);
      gate.close();
      await recallLoops(loops, {
        ...{ store, pipeline, log, live },
        standing: [...alarms.state.standing.standing()],
        onUnknown: sensing.expect,
      });
      gate.open();
      closeForgotten();
      settle();
      readiness.recalled();
    },
    begin: () => timekeeper.start(timetable),
    stored: writer.drained,
    async stop() {
      proofs.stop();
      await timekeeper.stop();
      live.stop();
      conditions.stop();
      alarms.stop();
      recorder.flush();
      const quiet = outbox.stop();
      await within(clock, quiet, mailPatienceMs);
      // Cuts short a mail that hangs; it stays pending and goes out after the next start.
      await mailer.close();
      await quiet;
      // What is not in the store yet is in the spool: a store that hangs must not keep us from stopping.
      await within(clock, writer.stop(), stopPatienceMs);
    },
  };
}
