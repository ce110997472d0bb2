import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EpochMs } from "../../protocol/time.ts";
import type { ActResult, AlarmAct, LoopSignal } from "../../protocol/wire.ts";
import { createRecallGate } from "../../server/app/recall-gate.ts";
import type { Observation } from "../../server/domain/alarm/alarm.ts";
import type { LeapingClock } from "./killed-alarms-clock.ts";
import type { AlarmHouse } from "./killed-alarms-house.ts";
import {
  type Deed,
  type PersonsDeed,
  type Script,
  type Sight,
  scriptLoops,
  scriptStartMs,
  toStepTimes,
} from "./killed-alarms-script.ts";
import { toLocalActor } from "./local-actor.ts";

/** What of a script is done, in a file that outlives a killed process: what senders and people got an answer to. */
export interface Progress {
  /** The first step that nobody was answered. */
  readonly from: number;
  answered(): void;
  /** The alarm as the person sees it who is about to act; the first look counts, also after a restart. */
  look(step: number, seen: Seen): Seen;
}

/** An occurrence and the version that a page showed. */
interface Seen {
  readonly occurrenceId: string;
  readonly version: number;
}

export function openProgress(folder: string): Progress {
  const file = join(folder, "progress");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const looks = new Map<number, Seen>();
  for (const line of lines)
    if (line.startsWith("{")) {
      const { step, ...seen } = JSON.parse(line) as Seen & { readonly step: number };
      looks.set(step, seen);
    }
  return {
    from: lines.filter((line) => line === "answered").length,
    answered: () => appendFileSync(file, "answered\n"),
    look(step, seen) {
      const known = looks.get(step);
      if (known !== undefined) return known;
      appendFileSync(file, `${JSON.stringify({ step, ...seen })}\n`);
      return seen;
    },
  };
}

/** What came of the acts of this life. */
export interface Outcomes {
  readonly doneTwice: string[];
  readonly refused: string[];
}

/** What a step is played with. `house` may be another one after a step that restarts. */
export interface Stage {
  readonly script: Script;
  readonly clock: LeapingClock;
  readonly progress: Progress;
  readonly outcomes: Outcomes;
  house: AlarmHouse;
  readonly reopen: () => Promise<AlarmHouse>;
}

const withTime = ([, seen]: Sight, atMs: EpochMs): Observation => ({ ...seen, atMs }) as Observation;

/** How every loop is heard at a moment; of a silent one nothing has come since it fell silent. */
function toSignals(script: Script, upTo: number): readonly LoopSignal[] {
  const times = toStepTimes(script);
  const sinceByLoop = new Map<string, EpochMs>();
  script.steps.slice(0, upTo + 1).forEach(({ deed }, i) => {
    if (deed.kind !== "falls silent") return;
    for (const loopId of scriptLoops)
      if (!deed.loops.includes(loopId)) sinceByLoop.delete(loopId);
      else if (!sinceByLoop.has(loopId)) sinceByLoop.set(loopId, times[i]!);
  });
  const nowMs = times[upTo] ?? scriptStartMs;
  return scriptLoops.map((loopId) => {
    const sinceMs = sinceByLoop.get(loopId);
    return {
      loopId,
      lastSampleMs: sinceMs ?? nowMs,
      lastArrivalMs: sinceMs ?? nowMs,
      silent: sinceMs !== undefined,
    };
  });
}

/** As after a start: the detectors are told again what they knew until that step; what they see in the end is passed on. */
export function recallPast({ script, house, clock }: Stage, until: number): void {
  const times = toStepTimes(script);
  const gate = createRecallGate(house.alarms.observe, house.alarms.state.knownMs);
  gate.close();
  script.steps.slice(0, until).forEach(({ deed }, i) => {
    if (deed.kind === "sees")
      for (const sight of deed.seen) gate.observe(sight[0], withTime(sight, times[i]!));
  });
  gate.open();
  house.alarms.settle();
  clock.run();
}

/** One step: time passes, the silence of loops is looked at, the deed is done, and mails go out. */
export async function playStep(stage: Stage, i: number): Promise<void> {
  const { script, clock, progress } = stage;
  const atMs = toStepTimes(script)[i]!;
  clock.leap(atMs);
  stage.house.sensing.look(toSignals(script, i), atMs);
  stage.house.alarms.settle();
  await stage.house.delivered();
  await play(stage, i, script.steps[i]!.deed);
  progress.answered();
  await stage.house.delivered();
}

async function play(stage: Stage, i: number, deed: Deed): Promise<void> {
  const { house, clock } = stage;
  const { alarms } = house;
  const atMs = clock.nowMs();
  switch (deed.kind) {
    case "sees":
      for (const sight of deed.seen) alarms.observe(sight[0], withTime(sight, atMs));
      alarms.settle();
      return;
    case "acts":
      act(stage, i, deed);
      return;
    case "operates": {
      const { loopId, operation, by } = deed;
      const comment = `step ${i}`;
      // Who sees in the timeline that it was taken does not say it again.
      if (hasSaid(house, comment)) return;
      alarms.operated({ loopId, operation, atMs, by, comment });
      alarms.settle();
      return;
    }
    case "proves": {
      const lastFoundMs = deed.outcome.kind === "found" ? atMs : null;
      house.house.proof({ loopId: deed.loopId, outcome: deed.outcome, leakKgPerH: 1, atMs, lastFoundMs });
      alarms.settle();
      return;
    }
    case "restarts":
      stage.house = await stage.reopen();
      recallPast(stage, i);
      return;
    case "falls silent":
    case "waits":
      return;
  }
}

/** The journal has these words of a person. */
function hasSaid({ state }: AlarmHouse, comment: string): boolean {
  for (const entry of state.journal()) {
    if (entry.kind === "operation" && entry.declared.comment === comment) return true;
    if (entry.kind === "alarm" && "act" in entry.event && entry.event.act.comment === comment) return true;
  }
  return false;
}

function act({ house, progress, outcomes }: Stage, i: number, deed: PersonsDeed): void {
  const happened = hasSaid(house, deed.comment);
  // Needs no version, so that nothing would refuse it; but its words stand there for everybody to read.
  if (happened && (deed.what === "comment" || deed.what === "silence")) return;
  const alarm = house.alarms.alarmOf(deed.on);
  const occurrence = "occurrence" in alarm.condition ? alarm.condition.occurrence : null;
  const seen = progress.look(i, { occurrenceId: occurrence?.id ?? "", version: alarm.version });
  const result: ActResult = house.alarms.act(toAct(deed, seen), toLocalActor(deed.by, "127.0.0.1"));
  if (!result.ok) outcomes.refused.push(`${deed.what} "${deed.comment}": ${result.reason}`);
  else if (happened) outcomes.doneTwice.push(`${deed.what} "${deed.comment}"`);
}

function toAct({ what, on, by, comment, forMs, to }: PersonsDeed, { occurrenceId, version }: Seen): AlarmAct {
  switch (what) {
    case "unshelve":
    case "take out of service":
    case "put back in service":
      return { kind: what, key: on, version, by, comment };
    case "shelve":
      return { kind: what, occurrenceId, version, by, comment, forMs: forMs ?? 0 };
    case "assign":
      return { kind: what, occurrenceId, version, by, comment, to: to ?? by };
    default:
      return { kind: what, occurrenceId, version, by, comment };
  }
}
