import { type DetectedClass, isWorse } from "../../../protocol/alarm.ts";
import type { Finding } from "../alarm/alarm.ts";
import { describeAnomaly } from "./anomaly/describe-anomaly.ts";
import { describeGasLoss, describeOperation, describePump, describeThermal } from "./describe-process.ts";
import { complaints } from "./estimate.ts";
import { explainCourse, toTimeLeftWithMakeUp } from "./follow-leak.ts";
import { describeDisagreement, describeLeak, type Testimony } from "./verdict.ts";
import { hasMovedFar, moveSince, type Watch } from "./watch.ts";
import type { Witness } from "./witness.ts";

/** A dispute is told after this long, seconds: near the limit of what can be seen, witnesses find a loss one by one. */
const patienceS = 120;

/** For so long a loss is told by single values, seconds: then by means of ten. */
const youngS = 30;

const testimony = (watch: Watch, witness: Witness): Testimony => {
  const { leak } = watch;
  const onset = leak === null ? witness.onset() : leak.record.onset;
  const spanS = onset === null ? 0 : watch.parts.state.atMs / 1000 - onset.atS;
  // Seconds after a rupture the last complete ten seconds know nothing of it yet.
  const isYoung = spanS < youngS && !Number.isNaN(witness.watchedL);
  const levelL = isYoung ? witness.watchedL : witness.grainInventoryL;
  const beforeL =
    leak === null || leak.reference === witness
      ? onset?.inventoryL
      : witness.history.before(leak.record.onset.atS);
  const lostL = (beforeL ?? Number.NaN) - levelL + watch.parts.state.expectedLostL;
  return {
    channel: witness.channel,
    onset,
    lostL,
    lostSdL: onset === null ? 0 : Math.hypot(witness.lossSdL(spanS), isYoung ? witness.noiseSdL : 0),
    value: witness.reading,
    tempC: witness.tempC,
  };
};

/** The leak, described with what is known now; `null` while none is found. */
export function findLeak(watch: Watch): Finding | null {
  const { loop, held, parts, leak } = watch;
  if (leak === null) {
    const wet = parts.balance.wet();
    return wet?.verdict === "leak" ? wet : null;
  }
  const { record, follower, reference } = leak;
  const { atMs } = parts.state;
  const { flow } = parts.pump;
  const stuck = record.stuck.map((k) => parts.witnesses[k]!);
  const heard = (witness: Witness): boolean => !Number.isNaN(held.usable(witness.place, atMs));
  const finding = describeLeak({
    loop,
    atMs,
    onset: record.onset,
    reference: testimony(watch, reference),
    others: parts.witnesses
      .filter((witness) => witness !== reference && heard(witness) && !stuck.includes(witness))
      .map((witness) => testimony(watch, witness)),
    inventoryL: follower.inventoryL,
    lostL: follower.lostL,
    lossLPerS: follower.lossLPerS,
    lossSdLPerS: follower.lossSdLPerS,
    timeLeft: toTimeLeftWithMakeUp(watch, leak),
    bottomedOut: follower.bottomedOut,
    lone: record.lone,
    grewTimes: record.grewTimes,
    flow:
      flow === null || Number.isNaN(record.flowBefore + flow.now)
        ? null
        : { channel: flow.channel, beforeValue: record.flowBefore, nowValue: flow.now },
    unusable: [
      ...stuck.map(({ channel }) => `${channel.name} did not move at all meanwhile and counts as stuck.`),
      ...complaints(loop, held, atMs),
    ],
  });
  const wet = parts.balance.wet();
  return {
    ...finding,
    // Water on the floor and a loss in the loop together leave no doubt.
    severity: wet !== null && isWorse(wet.severity, finding.severity) ? wet.severity : finding.severity,
    evidence: [...finding.evidence, ...explainCourse(loop, leak, atMs), ...parts.balance.evidence()],
  };
}

/** The pressures tell of a loss and only the quantity sensor denies it. */
function gasSide(watch: Watch): { readonly accusers: readonly Witness[]; readonly quantity: Witness } | null {
  const { dispute } = watch.parts.state;
  if (dispute === null || dispute.deniers.length !== 1) return null;
  const quantity = watch.parts.witnesses[dispute.deniers[0]!]!;
  const accusers = watch.parts.witnesses.filter((witness) => witness !== quantity);
  const onlyPressures = accusers.every(({ channel }) => channel.role === "pressure");
  return quantity.channel.role === "quantity" && onlyPressures && accusers.length >= 2
    ? { accusers, quantity }
    : null;
}

/** A dispute that has lasted, with the inventories come apart. */
const isOpenDispute = ({ parts }: Watch): boolean =>
  parts.state.dispute !== null &&
  parts.state.atMs / 1000 - parts.state.dispute.sinceS >= patienceS &&
  parts.parities.some(({ contradicts }) => contradicts);

/** True while witnesses contradict each other for longer than chance. */
export const hasDispute = (watch: Watch): boolean =>
  watch.parts.state.dispute !== null && isOpenDispute(watch) && gasSide(watch) === null;

/** Witnesses that contradict each other; `null` while they agree. */
export function findSensor(watch: Watch): Finding | null {
  const { dispute } = watch.parts.state;
  if (dispute === null || !hasDispute(watch)) return null;
  const accuser = watch.parts.witnesses[dispute.accuser]!;
  return describeDisagreement(
    testimony(watch, accuser),
    dispute.deniers.map((k) => testimony(watch, watch.parts.witnesses[k]!)),
  );
}

/** What the loop itself does that is no leak. */
const processes = [
  "none",
  "gas loss",
  "operation",
  "stands still",
  "pump stopped",
  "pump change",
  "thermal",
  "fill",
  "unusual",
] as const;
export type Process = (typeof processes)[number];

/** Which of them holds now; cheap enough for every evaluation. */
export function decideProcess(watch: Watch): Process {
  const { parts, leak } = watch;
  const { pump, thermal, suspension, state } = parts;
  if (leak !== null || !state.calibrated) return "none";
  if (parts.witnesses.length === 0) return parts.anomaly.active ? "unusual" : "none";
  if (state.dispute !== null && gasSide(watch) !== null && isOpenDispute(watch)) return "gas loss";
  const atS = state.atMs / 1000;
  // A refill that was declared does what it is for.
  if (suspension.declared(atS))
    return state.operationTold && suspension.reason !== "refill" ? "operation" : "none";
  const stopped = pump.stopped();
  if (stopped && atS - suspension.sinceS > stillAfterS && hasMovedFar(watch)) return "stands still";
  if (stopped) return "pump stopped";
  if (!Number.isNaN(pump.changedS())) return "pump change";
  if (parts.balance.tellsFill(state.atMs)) return "fill";
  if (!Number.isNaN(thermal.sinceS)) return "thermal";
  return parts.anomaly.active ? "unusual" : "none";
}

/** It in words; `null`: nothing. */
export function findProcess(watch: Watch): Finding | null {
  const { loop, parts } = watch;
  const { pump, thermal, suspension, state } = parts;
  const process = decideProcess(watch);
  const move = suspension.active(state.atMs / 1000) ? moveSince(watch) : null;
  switch (process) {
    case "none":
      return null;
    case "fill":
      return parts.balance.fill(state.atMs);
    case "unusual":
      return describeAnomaly({
        channels: loop.channels,
        testimony: parts.anomaly.testimony(),
        atMs: state.atMs,
        sinceMs: parts.anomaly.sinceMs,
        changePointMs: parts.anomaly.changePointMs,
        inventory: parts.witnesses.length === 0 ? "unknown" : "holds",
      });
    case "gas loss":
      return toGasLoss(watch);
    case "operation":
      return describeOperation(suspension.reason ?? "operation", suspension.sinceS * 1000, move ?? noMove);
    case "stands still":
      return describeThermal(
        loop,
        { sinceMs: suspension.sinceS * 1000, beforeC: thermal.nowC, nowC: thermal.nowC },
        move,
        true,
      );
    case "pump stopped":
    case "pump change": {
      const changedS = pump.changedS();
      const sinceMs = Number.isNaN(changedS) ? state.atMs : changedS * 1000;
      return describePump(pump.changes(), process === "pump stopped", sinceMs, move);
    }
    case "thermal":
      return describeThermal(
        loop,
        { sinceMs: thermal.sinceS * 1000, beforeC: thermal.beforeC, nowC: thermal.nowC },
        move,
        false,
      );
  }
}

const noMove = { lostL: 0, sdL: 0 };

function toGasLoss(watch: Watch): Finding | null {
  const gas = gasSide(watch);
  if (gas === null) return null;
  const [first] = gas.accusers;
  const onset = first?.onset() ?? null;
  return describeGasLoss(
    gas.accusers.map(({ channel }) => channel.name),
    gas.quantity.channel.name,
    (onset?.inventoryL ?? Number.NaN) - (first?.grainInventoryL ?? Number.NaN),
    onset === null ? watch.parts.state.atMs : onset.atS * 1000,
  );
}

/** Coolant that stands still is told of this long after the pump stopped, seconds: first things first. */
const stillAfterS = 240;

/** What stands now of a class. */
export function findClass(watch: Watch, alarmClass: DetectedClass): Finding | null {
  switch (alarmClass) {
    case "leak":
      return findLeak(watch);
    case "sensor":
      return findSensors(watch);
    case "data-path":
      return watch.held.findings().dataPath;
    case "process":
      return findProcess(watch);
  }
}

/** Wet ropes first: somebody should look at once. Then what single channels have, then what witnesses dispute. */
function findSensors(watch: Watch): Finding | null {
  const { balance } = watch.parts;
  const wet = balance.wet();
  if (wet !== null && wet.verdict !== "leak" && watch.leak === null) return wet;
  return balance.broken() ?? watch.held.findings().sensor ?? findSensor(watch);
}

/** Changes when a class gets or loses its finding; cheap enough for every evaluation. */
export const toStanding = (watch: Watch): number =>
  processes.indexOf(decideProcess(watch)) +
  100 * watch.parts.balance.standing +
  (hasDispute(watch) ? 10_000 : 0) +
  100_000 * (watch.leak === null ? 0 : watch.leak.record.grewTimes + 1);
