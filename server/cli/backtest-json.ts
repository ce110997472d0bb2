import type { LoopEstimate, TimeLeft } from "../../protocol/estimate.ts";
import type { DurationMs, EpochMs } from "../../protocol/time.ts";
import type { LoopStory, OccurrenceEvent, OccurrenceStory } from "../app/backtest-story.ts";
import type { BacktestRun } from "./backtest-task.ts";

/** Raised when the document changes in a way that a reader of the last version would misread. */
const documentVersion = 1;

/** The document of `--json` (docs/operating.md says what is in it). The same recordings give the same bytes. */
export function renderBacktestJson(config: string, runs: readonly BacktestRun[]): string {
  return `${JSON.stringify({ version: documentVersion, config, runs: runs.map(toRun) }, null, 2)}\n`;
}

const toRun = ({ loops, missing, ...run }: BacktestRun) => ({
  input: run.input,
  format: run.format,
  failure: run.failure,
  points: run.points,
  refused: run.refused,
  problems: run.problems,
  unused: run.unused,
  shared: run.shared,
  missing: missing.map(({ loopId, channels }) => ({ loop: loopId, channels })),
  loops: loops.map(toLoop),
});

const toLoop = (story: LoopStory) => ({
  loop: story.loopId,
  name: story.name,
  from: toIso(story.fromMs),
  to: toIso(story.toMs),
  evaluations: story.evaluations,
  unjudged: story.unjudged,
  unheard: story.unheard,
  watchedFrom: toIso(story.watchedFromMs),
  end: story.last === null ? null : toEnd(story.last),
  occurrences: story.occurrences.map(toOccurrence),
});

const toEnd = ({ atMs, detection, timeLeft, ...estimate }: LoopEstimate) => ({
  at: toIso(atMs),
  detection,
  inventoryL: estimate.inventoryL,
  inventorySdL: estimate.inventorySdL,
  bottomedOut: estimate.bottomedOut,
  leakKgPerH: estimate.leakKgPerH,
  leakSdKgPerH: estimate.leakSdKgPerH,
  lostL: estimate.lostL,
  timeLeftS: toTimeLeft(timeLeft),
});

const toOccurrence = ({ id, alarmClass, previousId, openedMs, end, events }: OccurrenceStory) => ({
  id,
  alarmClass,
  previousId,
  openedAt: toIso(openedMs),
  ended: end?.how ?? null,
  endedAt: toIso(end?.atMs ?? null),
  events: events.map(toEvent),
});

const toEvent = ({ kind, atMs, alarm, reason }: OccurrenceEvent) => ({
  kind,
  at: toIso(atMs),
  severity: alarm.severity,
  verdict: alarm.verdict,
  headline: alarm.headline,
  evidence: alarm.evidence,
  onsetAt: toIso(alarm.onsetMs),
  leakKgPerH: alarm.leakKgPerH,
  leakSdKgPerH: alarm.leakSdKgPerH,
  lostL: alarm.lostL,
  timeLeftS: toTimeLeft(alarm.timeLeft),
  reason,
});

const toTimeLeft = (timeLeft: TimeLeft | null) =>
  timeLeft === null ? null : { p05: toS(timeLeft.p05Ms), p50: toS(timeLeft.p50Ms), p95: toS(timeLeft.p95Ms) };

const toS = (ms: DurationMs | null): number | null => (ms === null ? null : ms / 1000);

const toIso = (ms: EpochMs | null): string | null => (ms === null ? null : new Date(ms).toISOString());
