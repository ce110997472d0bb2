import { lawsByCoolant } from "../plant/coolants/laws-by-coolant.ts";
import { explainTemp } from "./coolant-facts.ts";
import { renderChoices } from "./nearest.ts";
import type { PlantDescription } from "./plant-description.ts";
import type { PumpShape, SegmentShape } from "./plant-shapes.ts";
import type { Path } from "./problem.ts";
import type { Review } from "./review.ts";

/** A coarser chain mixes what should travel round the loop. */
const fewestNodes = 12;
/** A finer one takes seconds to settle and can no longer be stepped in real time times 600. */
const mostNodesInAll = 200;
/** Nominal flow passes no node faster, s: each second would ask for more sub-steps than are made. */
const shortestPassageS = 0.05;
/** No cabin follows coolant and hull faster, s: a real one takes many minutes. */
const fastestCabinS = 10;

/** Parts of a plant, each `null` where the file has a mistake that was already told. */
export type PlantParts = {
  readonly [K in Exclude<
    keyof PlantDescription,
    "segments" | "sensors" | "link" | "name" | "pump" | "makeUp"
  >]: PlantDescription[K] | null;
} & {
  readonly segments: readonly (SegmentShape | null)[];
  readonly pump: PumpShape | null;
  readonly makeUp: {
    readonly startKpa: number;
    readonly stopKpa: number;
    readonly tempC?: number | undefined;
  } | null;
};

/** What no single value shows: names, sums, and parts that do not go together. */
export function checkPlant(parts: PlantParts, review: Review): void {
  checkSegments(parts, review);
  checkPassages(parts, review);
  checkHeat(parts, review);
  checkCabin(parts, review);
  checkTemperatures(parts, review);
  checkBypass(parts, review);
  const { pump } = parts;
  const shutOff = pump?.shutOffHeadKpa;
  if (pump !== null && shutOff !== undefined && shutOff <= pump.headKpa)
    review.complain(
      ["pump", "shutOffHeadKpa"],
      `${shutOff} kPa is not above the head at nominal flow (${pump.headKpa} kPa); head falls as flow grows.`,
    );
  const startKpa = review.written(["makeUp", "startKpa"]);
  const stopKpa = review.written(["makeUp", "stopKpa"]);
  if (typeof startKpa === "number" && typeof stopKpa === "number" && stopKpa <= startKpa)
    review.complain(
      ["makeUp", "stopKpa"],
      `${stopKpa} kPa is not above the start pressure (${startKpa} kPa); the pump would stop before it starts.`,
    );
}

/** Names of the segments as written, in the direction of flow; `null` for one without a name. */
export function segmentNames(review: Review): readonly (string | null)[] {
  const segments = review.written(["segments"]);
  if (!Array.isArray(segments)) return [];
  return segments.map((entry: unknown) =>
    typeof entry === "object" && entry !== null && "name" in entry && typeof entry.name === "string"
      ? entry.name
      : null,
  );
}

/** Complains about a segment that is not there; true when it is. */
export function checkSegmentName(name: string, path: Path, review: Review): boolean {
  const names = segmentNames(review).filter((known) => known !== null);
  if (names.includes(name)) return true;
  review.complain(path, `The plant has no segment "${name}". ${renderChoices(name, names)}`);
  return false;
}

/** Complains about every second use of a name. */
export function checkUnique(
  names: readonly (string | null)[],
  key: string,
  review: Review,
  list: string,
): void {
  names.forEach((name, i) => {
    const first = names.indexOf(name);
    if (name !== null && first < i)
      review.complain(
        [list, i, key],
        `"${name}" is already the ${key} of ${list}[${first}]; give it another one.`,
      );
  });
}

function checkSegments({ segments }: PlantParts, review: Review): void {
  checkUnique(segmentNames(review), "name", review, "segments");
  const known = segments.filter((segment) => segment !== null);
  if (known.length < segments.length || known.length === 0) return;
  const nodes = known.reduce((sum, segment) => sum + segment.nodes, 0);
  if (nodes < fewestNodes)
    review.complain(
      ["segments"],
      `The segments have ${nodes} nodes together; write ${fewestNodes} or more, so that heat travels with the flow.`,
    );
  if (nodes > mostNodesInAll)
    review.complain(
      ["segments"],
      `The segments have ${nodes} nodes together; write ${mostNodesInAll} or fewer, so that the plant keeps up with time.`,
    );
  if (known.every((segment) => segment.friction === 0))
    review.complain(["segments"], "No segment has friction; the pump's head must be used up somewhere.");
}

/** What passes a node much faster than the plant is stepped cannot be followed. */
function checkPassages({ segments, pump }: PlantParts, review: Review): void {
  if (pump === null) return;
  segments.forEach((segment, i) => {
    if (segment === null) return;
    const passageS = (segment.volumeL / segment.nodes / pump.flowLpm) * 60;
    if (passageS >= shortestPassageS) return;
    const leastL = (shortestPassageS / 60) * pump.flowLpm * segment.nodes;
    review.complain(
      ["segments", i, "volumeL"],
      `The pump's ${pump.flowLpm} L/min pass a node of this segment in ${passageS.toPrecision(2)} s, less than ${shortestPassageS} s; write at least ${leastL.toPrecision(3)} L, or fewer nodes.`,
    );
  });
}

/** A cabin lighter than its heat paths would jump to their temperature. */
function checkCabin({ segments, cabin }: PlantParts, review: Review): void {
  if (cabin === null) return;
  const paths = segments.map((one) => (one?.heat.kind === "cabin exchanger" ? one.heat.wPerK : 0));
  const wPerK = paths.reduce((sum, path) => sum + path, cabin.hullWPerK);
  if (cabin.heatJPerK < wPerK * fastestCabinS)
    review.complain(
      ["cabin", "heatJPerK"],
      `With ${cabin.heatJPerK} J/K the cabin follows its ${wPerK} W/K in less than ${fastestCabinS} s; write ${wPerK * fastestCabinS} or more.`,
    );
}

function checkHeat({ segments, surroundings, cabin }: PlantParts, review: Review): void {
  segments.forEach((segment, i) => {
    const kind = segment?.heat.kind;
    const path = ["segments", i, "heat", "kind"];
    if (kind === "radiator" && surroundings?.kind === "ground")
      review.complain(path, "A radiator needs an orbit around it; on the ground use an ambient exchanger.");
    if (kind === "ambient exchanger" && surroundings?.kind === "orbit")
      review.complain(path, "An ambient exchanger needs the ground around it; in orbit use a radiator.");
    if (kind === "cabin exchanger" && cabin === null && (review.written(["cabin"]) ?? null) === null)
      review.complain(path, "A cabin exchanger needs a cabin; write one beside the segments.");
  });
}

function checkTemperatures(
  { coolant, reference, makeUp, bypass, surroundings }: PlantParts,
  review: Review,
): void {
  if (coolant === null) return;
  const check = (path: Path, tempC: number | undefined): boolean => {
    const sentence = tempC === undefined ? null : explainTemp(coolant, tempC);
    if (sentence !== null) review.complain(path, sentence);
    return sentence === null;
  };
  check(["makeUp", "tempC"], makeUp?.tempC);
  check(["bypass", "regulator", "setpointC"], bypass?.regulator?.setpointC);
  if (surroundings?.kind === "ground") check(["surroundings", "ambientC"], surroundings.ambientC);
  if (reference === null || !check(["reference", "tempC"], reference.tempC)) return;
  const vapourKpa = lawsByCoolant[coolant].vapourPressurePa(reference.tempC) / 1e3;
  if (reference.pressureKpa <= vapourKpa)
    review.complain(
      ["reference", "pressureKpa"],
      `At ${reference.pressureKpa} kPa ${coolant} of ${reference.tempC} C boils; write more than ${vapourKpa.toFixed(1)} kPa.`,
    );
}

function checkBypass({ bypass }: PlantParts, review: Review): void {
  if (bypass === null) return;
  const fromIsThere = checkSegmentName(bypass.from, ["bypass", "from"], review);
  const toIsThere = checkSegmentName(bypass.to, ["bypass", "to"], review);
  if (!fromIsThere || !toIsThere) return;
  const names = segmentNames(review);
  if (names.indexOf(bypass.to) < names.indexOf(bypass.from))
    review.complain(
      ["bypass", "to"],
      `"${bypass.to}" lies before "${bypass.from}" in the direction of flow.`,
    );
}
