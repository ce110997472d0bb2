import { measureRobustness } from "./measure-robustness.ts";
import { measureSpeed } from "./measure-speed.ts";
import { measureTools } from "./measure-tools.ts";
import type { MeasureSection } from "./section.ts";
import { measureSimulated } from "./simulated/measure-simulated.ts";

/** A part of the page before it is measured. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly measure: MeasureSection;
}

const notThere =
  (what: string): MeasureSection =>
  () => ({ leftOut: what });

/** The page's parts in its order. */
export const parts: readonly Part[] = [
  { id: "a", title: "Against theory", measure: notThere("The theory's part is not built in.") },
  { id: "b", title: "Simulated loops", measure: measureSimulated },
  { id: "c", title: "Recorded station loops", measure: notThere("The recording's part is not built in.") },
  { id: "d", title: "SKAB", measure: notThere("SKAB's part is not built in.") },
  {
    id: "e",
    title: "Sensitivity, accuracy, reliability, robustness (API RP 1130)",
    measure: measureRobustness,
  },
  { id: "f", title: "Speed and memory", measure: measureSpeed },
  { id: "g", title: "What today's tools would have done", measure: measureTools },
];
