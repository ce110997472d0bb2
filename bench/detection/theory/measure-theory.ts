import type { Section } from "../section.ts";
import { createChance } from "./chance.ts";
import { drawEfficiency } from "./draw-efficiency.ts";
import { measureCorrelation } from "./measure-correlation.ts";
import { measureDrifts } from "./measure-drifts.ts";
import { measureKnown, measureUnknown } from "./measure-shifts.ts";
import {
  renderCorrelation,
  renderDrifts,
  renderEfficiency,
  renderFalseAlarms,
  renderKnown,
} from "./render-theory.ts";

/** How the section is made. */
export interface TheoryOptions {
  /** Half a minute instead of some minutes: fewer runs, rarer alarms left out. */
  readonly short: boolean;
  readonly seed: number;
}

/** The section on sequential statistics: every figure with its 95 % interval, every run from `seed`. */
export function measureTheory({ short, seed }: TheoryOptions): Section {
  // Each part has chance of its own: a change in one leaves the others' figures alone.
  const effort = (part: number) => ({ short, chance: createChance(seed + part) });
  const known = measureKnown(effort(1));
  const unknown = measureUnknown(effort(2));
  const correlation = measureCorrelation(effort(3));
  const drifts = measureDrifts(effort(4));
  const picture = {
    name: "theory-efficiency",
    alt: "Efficiency against the size of the shift",
    svg: drawEfficiency(unknown),
  };
  const markdown = `Unit-variance normal observations, a shift towards a loss that begins at an unknown time. γ is the wanted mean number
of healthy observations between false alarms; D* is the least worst-case mean delay that any rule with the measured mean
time to a false alarm can have (Lorden's criterion; the CUSUM tuned to the true size, Moustakides 1986; Page's integral
equation in discrete time). Efficiency is D* over the measured delay from a rule that has no evidence yet, its worst case:
1.00 cannot be beaten. ± is 95 %. Seed ${seed}${short ? "; short run" : ""}.

### The size is known: the CUSUM

${renderKnown(known)}
### The size is not known: three decades at once

Times to a false alarm come from whole runs up to γ = 10⁵; beyond that from importance sampling: runs with a shift drawn at
random, weighted with the likelihood ratio at the alarm; the time after the start is exponential.

${renderFalseAlarms(unknown)}
![${picture.alt}](img/detection/${picture.name}.svg)
${renderEfficiency(unknown)}
### Correlated noise

AR(1) noise of unit variance. The bank reads it as it is, and through the whitener that learnt φ from 20 000 values.
The first value after the shift shows more of it than the later ones; D* does not count on that.

${renderCorrelation(correlation)}
### A ramp of the level

The level falls by the slope every block; white noise has sd 1. All rules are set to the same measured mean time to a false
alarm. The oracle knows the slope: largest likelihood ratio over all onsets. The differences are those of consecutive block
means at six lengths, with their scatter known exactly. There is no exact optimum for a ramp; where γ allows only a few nats
the oracle itself is not the best rule, and a ratio above 1 is possible.
${renderDrifts(drifts)}`;
  return {
    id: "a",
    title: "Sequential statistics against the theoretical optimum",
    markdown,
    data: { seed, short, known, unknown, correlation, drifts },
    pictures: [picture],
  };
}
