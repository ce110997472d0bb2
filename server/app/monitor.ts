import { seconds } from "../../protocol/time.ts";
import { type Health, wireVersion } from "../../protocol/wire.ts";
import { type AlarmDesk, createAlarmDesk } from "./alarm-desk.ts";
import { savedAlarmVersion } from "./alarm-state.ts";
import { createBesideLoops } from "./beside-loops.ts";
import { createConditions } from "./conditions.ts";
import { type Changeable, createCurrent } from "./current.ts";
import { createOperationDesk, type OperationDesk } from "./declare-operation.ts";
import { createDesk, toOverview } from "./desk.ts";
import { createDetectorMemory } from "./detector-memory.ts";
import { createFiguresReader } from "./figures.ts";
import { createHouseAlarms } from "./house-alarms.ts";
import { createHouseStanding } from "./house-standing.ts";
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
import { createRecorder } from "./recorder.ts";
import { closeForgotten, createRules } from "./rules-of-alarms.ts";
import { createTimetable } from "./schedule.ts";
import { createSensingWatch } from "./sensing-watch.ts";
import { toLimited } from "./series-limits.ts";
import { createStoreWriter } from "./store-writer.ts";
import { tellHealth } from "./tell-health.ts";
import { tellVitals } from "./tell-vitals.ts";
import { tellWoken } from "./tell-woken.ts";
import { createTimekeeping } from "./timekeeping.ts";
import { createUnjudgedWarning } from "./unjudged-warning.ts";
import { within } from "./within.ts";

/** How long a write that is under way may take when we stop, and a mail: whoever has read it to the end has it once. */
const stopPatienceMs = seconds(1.5);
const mailPatienceMs = seconds(1.5);

/** Wires the application floor: decide, then tell, then store. */
export function createMonitor(given: MonitorParts): Monitor {
  const current = createCurrent(given);
  const parts: MonitorParts = { ...given, loops: current.loops, notices: current.notices };
  const { loops, notices, clock, log, store, spool, state, mailer, mailbox, feed, pageUrl } = parts;
  const { loopIds } = current;
  const { meter = deafMeter } = given;
  // Before anything leaves the spool.
  if (parts.checkpoints !== undefined) spool.release(0);
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
  const told = { changes: -1 };
  let refusal: string | null = null;

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
  const toAllLimited = () => [...loops, ...(parts.series ?? []).map(toLimited)];
  const toRules = () => createRules(toAllLimited(), notices.alarms.callAgainAfterMs);
  let rulesOf = toRules();
  const alarms: AlarmDesk = createAlarmDesk({
    ...{ store: state, saved, clock, log, feed },
    policy: notices.notice,
    rulesOf: (key) => rulesOf(key),
    writeLetter: createLetterWriter(office.letters),
    record: recorder.alarm,
    send: outbox.add,
    tellings: (loopId) => pipeline.tellings(loopId),
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
      beside.commissioning.look(loopId, clock.nowMs());
    },
    onEstimate(estimate) {
      live.estimate(estimate);
      if (!gate.isClosedFor(estimate.loopId)) recorder.estimate(estimate);
    },
  });
  const unjudged = createUnjudgedWarning({ count: pipeline.unjudged, clock, log });
  let judgedTo = 0;
  const conditions = createConditions({
    ...{ loops, clock, feed },
    healthOf: (loopId) => pipeline.lane(loopId)?.detector.held ?? null,
  });
  const beside = createBesideLoops(parts, loops, { pipeline, alarms, gate, writer });
  let unknownOperations = (): number => 0;
  const ingest = createIngest({
    ...{ spool, clock, log, meter },
    onSpooled: writer.wake,
    judgedTo: () => judgedTo,
    judgedBy(reader) {
      const intake = pipeline.intake(reader, undefined, beside.ears);
      unknownOperations = () => intake.unknownOperations;
      return {
        refuse: intake.refuse,
        scope: intake.scope,
        onBatch(batch) {
          for (const loopId of intake.accept(batch)) live.heard(loopId, pipeline.newestMs(loopId));
          settle();
          beside.rollups.settle();
          unjudged.look();
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

  const memory = createDetectorMemory(parts, {
    ...{ loops: () => loops, pipeline, alarms, gate, settle },
    position: ingest.position,
    untold: sensing.expect,
    drained: () => Promise.race([writer.drained(), storeInTrouble]),
  });

  function health(): Health {
    return tellHealth({
      storeName: store.name,
      writer: writer.health(),
      spool: spool.status(),
      unsaved: alarms.unsaved(),
      mail: outbox.health(),
      unused: { unjudgedSamples: pipeline.unjudged(), unknownOperations: unknownOperations() },
      unmappedSeries: beside.unmapped.size,
      brokers: parts.brokers?.() ?? null,
      refusal,
    });
  }

  const { proofOf, standing } = createHouseStanding({ loops, live, alarms });

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
  const timekeeping = createTimekeeping({
    ...{ scheduler: parts.scheduler, state, clock, log },
    zone: () => notices.timetable.zone,
    jobs: () =>
      createTimetable({
        ...{ clock, log, state, outbox, store, proofs, standing, pageUrl, figures },
        timetable: notices.timetable,
        people: notices.notice.people,
        dropMailsBefore: mailbox === null ? null : (ms) => mailbox.dropBefore(ms),
        undelivered: outbox.undelivered,
        host: office.letters.host,
        ...beside.retention,
      }),
  });

  /** Between two samples: nobody sees one half of it. */
  function takeOver(next: Changeable): void {
    current.take(next);
    const anew = pipeline.take(loops);
    rulesOf = toRules();
    for (const part of [live, conditions, sensing]) part.renew();
    closeForgotten(toAllLimited(), alarms, clock.nowMs());
    settle();
    feed.anew?.();
    for (const loop of anew)
      log.warn("What a loop's detector goes by has changed: it learns anew what is healthy.", { loop });
  }

  const readiness = createReadiness({ ...{ spool, state, clock, log }, unsaved: alarms.unsaved });

  outbox.recover(saved.notices);
  mailbox?.onMail(feed.mail);

  return {
    ingest,
    desk,
    loops,
    health,
    unmapped: beside.unmapped.list,
    history: beside.history,
    vitals: () =>
      tellVitals({
        ...{ loopIds, clock, pipeline, live, alarms, outbox, spool, writer, recorder },
        unknownOperations: unknownOperations(),
      }),
    readiness: readiness.parts,
    stopSoon: readiness.stopping,
    async recall() {
      judgedTo = await memory.wake();
      tellWoken(loops, { pipeline, live, conditions });
      gate.open();
      beside.begin();
      memory.start();
      closeForgotten(toAllLimited(), alarms, clock.nowMs());
      settle();
      readiness.recalled();
    },
    begin: timekeeping.start,
    async take(next) {
      takeOver(next);
      await timekeeping.renew();
    },
    refused(problem) {
      refusal = problem;
      feed.health(health());
    },
    stored: writer.drained,
    async stop() {
      proofs.stop();
      beside.rollups.stop();
      await timekeeping.stop();
      live.stop();
      conditions.stop();
      alarms.stop();
      recorder.flush();
      const quiet = outbox.stop();
      await within(clock, quiet, mailPatienceMs);
      // Cuts short a mail that hangs; it stays pending and goes out after the next start.
      await mailer.close();
      await quiet;
      await memory.stop();
      // What is not in the store yet is in the spool: a store that hangs must not keep us from stopping.
      await within(clock, writer.stop(), stopPatienceMs);
    },
  };
}
