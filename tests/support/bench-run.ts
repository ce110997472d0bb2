import type { EpochMs } from "../../protocol/time.ts";
import { createLoopDetector } from "../../server/domain/detection/loop-detector.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { benchPressureKpa } from "./bench-plant.ts";
import { createNoise } from "./noise.ts";

/** What the bench plant does at one second of a story. */
export interface BenchMoment {
  /** Litres gone since the beginning, referred to 20 °C. */
  readonly lostL?: number;
  readonly tempC?: number;
  /** What a channel shows instead of the truth; `null`: it is silent. Keys are channel ids. */
  readonly shows?: Readonly<Record<string, number | null>>;
  /** How far a channel is off the truth, noise and all. Keys are channel ids. */
  readonly off?: Readonly<Record<string, number>>;
}

/** Pressure that the pump adds between accumulator and outlet, kPa. */
export const pumpHeadKpa = 150;

/** Noise of each role's sensors, in the channel's unit (sd). */
const noiseOf = { pressure: 0.1, temperature: 0.01, flow: 0.02, quantity: 0.02 } as const;

/** 2022-12-15T00:00:00Z. */
const startMs: EpochMs = 1_671_062_400_000;

/** The bench plant on the detector, one sample of each channel and one evaluation a second. */
export function createBenchRun(loop: Loop, seed = 1) {
  const detector = createLoopDetector(loop);
  const noise = createNoise(seed);
  let atMs = startMs;

  const truth = (id: string, moment: BenchMoment): number => {
    const { lostL = 0, tempC = 20 } = moment;
    const kpa = benchPressureKpa(lostL, tempC);
    if (id === "p-out") return kpa + pumpHeadKpa;
    if (id === "quantity") return 100 - (100 / 8) * ((300 * 4 * (tempC + 273.15)) / 293.15 / kpa);
    if (id === "flow") return 12;
    return id === "t-in" ? tempC : kpa;
  };

  const second = (moment: BenchMoment): void => {
    atMs += 1000;
    for (const [i, { id, role }] of loop.channels.entries()) {
      const shown = moment.shows?.[id];
      const value =
        shown === undefined
          ? truth(id, moment) +
            (moment.off?.[id] ?? 0) +
            (noiseOf[role as keyof typeof noiseOf] ?? 0) * noise.normal()
          : shown;
      if (value !== null) detector.take(i, atMs, value);
    }
    detector.evaluate(atMs);
  };

  return {
    detector,
    get atMs() {
      return atMs;
    },
    /** Runs `lengthS` seconds of a story, or until `until` holds; returns the seconds that it took. */
    run(
      lengthS: number,
      story: (s: number) => BenchMoment = () => ({}),
      until = (): boolean => false,
    ): number {
      for (let s = 1; s <= lengthS; s++) {
        second(story(s));
        if (until()) return s;
      }
      return lengthS;
    },
    /** Lets time pass with evaluations but without a single sample. */
    silence(lengthS: number): void {
      for (let s = 0; s < lengthS; s++) {
        atMs += 1000;
        detector.evaluate(atMs);
      }
    },
  };
}
