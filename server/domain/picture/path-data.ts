import { type Line, simplifyLine } from "./simplify-line.ts";

/** Two thirds of a pixel at the natural size, less than the thinnest line is wide: it cannot be seen. */
const toleranceUnits = 1.4;

/** Whole numbers, with a separator only where the next one has no sign to separate it. */
function joined(numbers: readonly number[]): string {
  let text = "";
  for (const number of numbers) text += number < 0 || text === "" ? `${number}` : ` ${number}`;
  return text;
}

/** Path data of one line, rounded to whole units, each step relative to the last. One point alone becomes a dot. */
export function toPathData(line: Line): string {
  const rounded = line.map((coordinate) => Math.round(coordinate));
  const points = simplifyLine(rounded, toleranceUnits);
  if (points.length === 0) return "";
  const steps: number[] = [];
  for (let i = 2; i < points.length; i++) steps.push(points[i]! - points[i - 2]!);
  // A stroke of no length is drawn as a dot only when the path says that it goes somewhere.
  return `M${joined(points.slice(0, 2))}${steps.length === 0 ? "h0" : `l${joined(steps)}`}`;
}
