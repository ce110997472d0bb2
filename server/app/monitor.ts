import type { LoopId } from "../../protocol/ids.ts";
import { type DurationMs, days, seconds } from "../../protocol/time.ts";
import { type Health, wireVersion } from "../../protocol/wire.ts";
import type { Standing } from "../domain/notice/digest/digest-facts.ts";
import { type AlarmDesk, createAlarmDesk } from "./alarm-desk.ts";
import { savedAlarmVersion } from "./alarm-state.ts";
import { createCommissioning } from "./commissioning.ts";
import { createConditions } from "./conditions.ts";
import { createOperationDesk, type OperationDesk } from "./declare-operation.ts";
import { createDesk, toOverview } from "./desk.ts";
import { createFiguresReader } from "./figures.ts";
import { createHistoryReader } from "./history-reader.ts";
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
import { createRollups } from "./rollups.ts";
import { closeForgotten, createRules } from "./rules-of-alarms.ts";
import { createTimetable } from "./schedule.ts";
import { createSensingWatch } from "./sensing-watch.ts";
import { createSeriesLimits, toLimited } from "./series-limits.ts";
import { toStanding } from "./standing.ts";
import { createStoreWriter } from "./store-writer.ts";
import { tellHealth } from "./tell-health.ts";
import { createTimekeeper } from "./timekeeper.ts";
import { createUnjudgedWarning } from "./unjudged-warning.ts";
import { createUnmappedBook } from "./unmapped-series.ts";
import { countAlarms, toLoopVitals } from "./vitals.ts";
import { within } from "./within.ts";

/** How long a write that is under way may take when we stop, and a mail: whoever has read it to the end has it once. */
const stopPatienceMs = seconds(1.5);
const mailPatienceMs = seconds(1.5);

/** How long a start waits for what the last one left on disk to reach the store, from which the detectors recall it. */
const backlogPatienceMs = seconds(10);

/** `null`: for ever. */
const toSpan = (spanDays: number | null): DurationMs | null => (spanDays === null ? null : days(spanDays));

/** Wires the application floor: decide, then tell, then store. */
export function createMonitor(parts: MonitorParts): Monitor {
  const { loops, notices, clock, log, store, spool, state, mailer, mailbox, feed, pageUrl } = parts;
  const { meter = deafMeter, series = [] } = parts;
  const limited = [...loops, ...series.map(toLimited)];
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
  const keepTelemetryMs = toSpan(parts.retentionDays);
  const saved = state.load(savedAlarmVersion);
  const told = { changes: -1 };

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
    rulesOf: createRules(limited, notices.alarms.callAgainAfterMs),
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
      if (gate.isClosed) return;
      live.row(loopId, atMs, row);
      commissioning.look(loopId, clock.nowMs());
    },
    onEstimate(estimate) {
      live.estimate(estimate);
      if (!gate.isClosed) recorder.estimate(estimate);
    },
  });
  const warnOfUnjudged = createUnjudgedWarning(clock, log);
  const commissioning = createCommissioning(loops, pipeline, alarms);
  const watches = series.map((channel) => createSeriesLimits(channel, gate.observe));
  const unmapped = createUnmappedBook(clock, watches);
  const conditions = createConditions({
    ...{ loops, clock, feed },
    healthOf: (loopId) => pipeline.lane(loopId)?.detector.held ?? null,
  });
  let unknownOperations = (): number => 0;
  const ingest = createIngest({
    ...{ spool, clock, log, meter },
    onSpooled: writer.wake,
    judgedBy(reader) {
      const intake = pipeline.intake(reader, { unmapped: unmapped.note, sample: rollups.heard });
      unknownOperations = () => intake.unknownOperations;
      return {
        refuse: intake.refuse,
        scope: intake.scope,
        onBatch(batch) {
          for (const loopId of intake.accept(batch)) live.heard(loopId, pipeline.newestMs(loopId));
          settle();
          rollups.settle();
          warnOfUnjudged(pipeline.unjudged());
        },
      };
    },
  });
  const rollups = createRollups({
    ...{ loops, store, spool, state, clock, log, newestMs: pipeline.newestMs, stored: writer.drained },
    ...{ onSpooled: writer.wake, keepMs: keepTelemetryMs ?? Number.POSITIVE_INFINITY },
  });
  const operations: OperationDesk = createOperationDesk({
    ...{ desk: alarms, clock, log },
    loopIds,
    ingest: () => ingest,
    newestMs: pipeline.newestMs,
  });

  function health(): Health {
    return tellHealth({
      storeName: store.name,
      writer: writer.health(),
      spool: spool.status(),
      unsaved: alarms.unsaved(),
      mail: outbox.health(),
      unused: { unjudgedSamples: pipeline.unjudged(), unknownOperations: unknownOperations() },
      unmappedSeries: unmapped.size,
      brokers: parts.brokers?.() ?? null,
    });
  }

  const proofOf = (loopId: LoopId) => alarms.state.proofs().find((proof) => proof.loopId === loopId) ?? null;
  const standing = (): Standing => toStanding(loops, alarms, live, proofOf);

  const figures = createFiguresReader({ journal: () => state.journal(), clock });
  const desk = createDesk({
    ...{ alarms, operations, store: state, letters: office.letters, plotter: office.plotter, figures, clock },
    policy: notices.notice,
    afterAct: recorder.flush,
    surroundings: {
      ...{ wireVersion: () => wireVersion, version: () => parts.version, serverMs: clock.nowMs },
      loops: () => loops.map(toLoopView),
      ...{ signals: live.signals, estimates: live.estimates, conditions: () => conditions.list() },
      ...{ notices: () => outbox.list(), mails: () => mailbox?.list() ?? [] },
      ...{ mailboxKept: () => mailbox !== null, health },
    },
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
    ...{ keepTelemetryMs, keepRollupsMs: toSpan(parts.rollupDays), rollUp: rollups.run },
  });

  const readiness = createReadiness({ ...{ spool, state, clock, log }, unsaved: alarms.unsaved });

  outbox.recover(saved.notices);
  mailbox?.onMail(feed.mail);

  return {
    ingest,
    desk,
    health,
    unmapped: unmapped.list,
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
      commissioning.begin();
      closeForgotten(limited, alarms, clock.nowMs());
      settle();
      readiness.recalled();
    },
    history: createHistoryReader(store, rollups.spanOf),
    begin() {
      rollups.begin();
      timekeeper.start(timetable);
    },
    stored: writer.drained,
    async stop() {
      proofs.stop();
      rollups.stop();
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
