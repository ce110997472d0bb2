import { measureIss } from "./iss/measure-iss.ts";
import { measureRobustness } from "./measure-robustness.ts";
import { measureSpeed } from "./measure-speed.ts";
import { measureTools } from "./measure-tools.ts";
import type { MeasureSection } from "./section.ts";
import { measureSimulated } from "./simulated/measure-simulated.ts";
import { measureSkab } from "./skab/measure-skab.ts";
import { measureTheory } from "./theory/measure-theory.ts";

/** A part of the page before it is measured. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly measure: MeasureSection;
}

/** The night of the leak on Soyuz MS-22: any number would do, and this one stays. */
const theorySeed = 20_221_215;

/** The page's parts in its order. */
export const parts: readonly Part[] = [
  {
    id: "a",
    title: "Sequential statistics against the theoretical optimum",
    measure: ({ isShort }) => measureTheory({ short: isShort, seed: theorySeed }),
  },
  { id: "b", title: "Simulated loops", measure: measureSimulated },
  { id: "c", title: "Recorded loops of the station, with leaks put in", measure: measureIss },
  { id: "d", title: "Real faults of a pumped loop: SKAB", measure: measureSkab },
  {
    id: "e",
    title: "Sensitivity, accuracy, reliability, robustness (API RP 1130)",
    measure: measureRobustness,
  },
  { id: "f", title: "Speed and memory", measure: measureSpeed },
  { id: "g", title: "What today's tools would have done", measure: measureTools },
];
