import type { LoopEstimate } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { leakStartMs } from "../judge.ts";
import { playRecording } from "../play.ts";
import { recordStory } from "../record-story.ts";
import { truthRowAt } from "../recording.ts";
import { type Statement, toStatements } from "../statements.ts";
import { type Stranger, toLoopOf, toScenarioOf } from "./stranger.ts";

/** What came of a stranger. */
export interface StrangerResult {
  readonly name: string;
  readonly seed: number;
  readonly eventMs: EpochMs;
  /** Seconds after the event at which coolant begins to go; `null`: none goes. */
  readonly leakS: number | null;
  /** Leaks told before any coolant had gone. */
  readonly falseLeaks: number;
  /** From the beginning of the leak to the first call; `null`: none. And share of the accumulator's coolant lost by then. */
  readonly foundS: number | null;
  readonly lostShare: number | null;
  /** Told rate over the true one at the end, and how many of its standard deviations it is off. */
  readonly rateRatio: number | null;
  readonly rateDoubts: number | null;
  readonly statements: readonly Statement[];
  /** Numbers that cannot be. */
  readonly absurd: readonly string[];
  readonly tookMs: number;
}

const finite = (value: number | null): boolean => value === null || Number.isFinite(value);

/** What no estimate may ever hold. */
function findAbsurd(estimate: LoopEstimate, chargeL: number): string | null {
  const { leakKgPerH, leakSdKgPerH, inventoryL, timeLeft } = estimate;
  if (!finite(leakKgPerH) || !finite(leakSdKgPerH)) return `rate ${leakKgPerH} ± ${leakSdKgPerH}`;
  if (leakKgPerH !== null && leakKgPerH < 0) return `rate ${leakKgPerH}`;
  if (!finite(inventoryL)) return `inventory ${inventoryL}`;
  if (inventoryL !== null && (inventoryL < 0 || inventoryL > 1.5 * chargeL)) return `inventory ${inventoryL}`;
  if (timeLeft !== null) {
    const { p05Ms, p50Ms, p95Ms } = timeLeft;
    if ([p05Ms, p50Ms, p95Ms].some((ms) => ms !== null && (Number.isNaN(ms) || ms < 0)))
      return `time left ${p05Ms} ${p50Ms} ${p95Ms}`;
    if ((p05Ms ?? 0) > (p50Ms ?? Infinity) || (p50Ms ?? 0) > (p95Ms ?? Infinity))
      return `time left out of order ${p05Ms} ${p50Ms} ${p95Ms}`;
  }
  return null;
}

/** Tells a stranger's story with this seed and plays it to the detection. */
export function playStranger(
  stranger: Stranger,
  seed: number,
  onEstimate?: (e: LoopEstimate) => void,
): StrangerResult {
  const scenario = toScenarioOf(stranger);
  const loop = toLoopOf(stranger, scenario);
  const recording = recordStory(scenario, { seed, sampleS: stranger.sampleS ?? 1 });
  const absurd = new Set<string>();
  const { truth } = recording;
  // Rates are held against the truth as long as the accumulator has coolant: afterwards pressure tells nothing.
  let last: LoopEstimate | null = null;
  let lastRow = -1;
  const play = playRecording(recording, loop, {
    onEstimate(estimate) {
      const row = truthRowAt(truth, estimate.atMs);
      if (row >= 0 && truth.accumulatorLiquidL[row]! > leastLiquidShare * stranger.plant.liquidL) {
        last = estimate;
        lastRow = row;
      }
      if (absurd.size < 3) {
        const what = findAbsurd(estimate, loop.chargeL);
        if (what !== null)
          absurd.add(`${what} at ${((estimate.atMs - recording.startMs) / 3.6e6).toFixed(2)} h`);
      }
      onEstimate?.(estimate);
    },
  });
  const statements = toStatements(play.calls);
  const eventMs = recording.eventMs ?? recording.liveMs;
  const startMs = leakStartMs(recording);
  const leaks = statements.filter(({ verdict }) => verdict === "leak");
  const isTrue = (said: Statement) => startMs !== null && said.atMs >= startMs;
  const first = leaks.find(isTrue);
  const lostKg = first === undefined ? 0 : truth.lostKg[truthRowAt(truth, first.toldMs)]!;
  const trueKgPerH = lastRow < 0 ? 0 : truth.leakKgPerS[lastRow]! * 3600;
  const final = last as LoopEstimate | null;
  const told = first === undefined ? null : (final?.leakKgPerH ?? null);
  return {
    name: stranger.name,
    seed,
    eventMs,
    leakS: startMs === null ? null : (startMs - eventMs) / 1000,
    falseLeaks: leaks.filter((said) => !isTrue(said) && said.change !== null).length,
    foundS: first === undefined || startMs === null ? null : (first.toldMs - startMs) / 1000,
    lostShare:
      first === undefined ? null : lostKg / (kgPerL[stranger.plant.coolant] * stranger.plant.liquidL),
    rateRatio: told === null || trueKgPerH === 0 ? null : told / trueKgPerH,
    rateDoubts:
      told === null || trueKgPerH === 0
        ? null
        : (told - trueKgPerH) / Math.max(1e-12, final?.leakSdKgPerH ?? 0),
    statements,
    absurd: [...absurd],
    tookMs: play.tookMs,
  };
}

const leastLiquidShare = 0.15;

/** Rough densities, kg/L: shares are only read to two digits. */
const kgPerL = { ammonia: 0.63, water: 1, pg25: 1.02, "hfe-7200": 1.43, isooctane: 0.69 } as const;
