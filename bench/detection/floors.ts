/** What a short run must not fall below, or rise above: one figure of a part's data. */
export interface Floor {
  /** What it guards, as a sentence. */
  readonly what: string;
  readonly part: string;
  /** Keys and places in the part's data, joined by dots: `years.groups.0.falseLeaks.count`. */
  readonly path: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** How a floor came out. */
export interface FloorResult {
  readonly floor: Floor;
  /** `null`: the part has no such figure. */
  readonly value: number | null;
  /** `not measured`: the part was left out of this run. */
  readonly outcome: "pass" | "fail" | "not measured";
}

function readFigure(data: unknown, path: string): number | null {
  let value = data;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === "number" ? value : null;
}

/** Holds figures against their floors. A figure that is gone from a part that was measured fails. */
export function checkFloors(
  floors: readonly Floor[],
  dataByPart: Readonly<Record<string, unknown>>,
): readonly FloorResult[] {
  return floors.map((floor): FloorResult => {
    if (!(floor.part in dataByPart)) return { floor, value: null, outcome: "not measured" };
    const value = readFigure(dataByPart[floor.part], floor.path);
    const holds =
      value !== null &&
      value >= (floor.atLeast ?? Number.NEGATIVE_INFINITY) &&
      value <= (floor.atMost ?? Number.POSITIVE_INFINITY);
    return { floor, value, outcome: holds ? "pass" : "fail" };
  });
}

/** A line for each floor. */
export const renderFloors = (results: readonly FloorResult[]): string =>
  results
    .map(({ floor, value, outcome }) => {
      const asked = [
        ...(floor.atLeast === undefined ? [] : [`at least ${floor.atLeast}`]),
        ...(floor.atMost === undefined ? [] : [`at most ${floor.atMost}`]),
      ].join(", ");
      const found = value === null ? "no figure" : String(Number(value.toPrecision(4)));
      const word = { pass: "PASS", fail: "FAIL", "not measured": "----" }[outcome];
      return `${word}  ${floor.what}: ${found} (${asked})`;
    })
    .join("\n");
