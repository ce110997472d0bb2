import type { LoopId } from "../../protocol/ids.ts";
import { isWordy, refusedPoint } from "../boundary/line-columns.ts";
import { createLineReader, type LineBatch, type LineProblem } from "../boundary/line-reader.ts";
import type { LinePrecision } from "../boundary/line-time.ts";
import { mostNamedProblems } from "../boundary/recording.ts";
import { countLineEnds } from "../boundary/recording-cut.ts";
import type { Intake } from "./intake.ts";
import type { Pipeline } from "./pipeline.ts";

/** Takes a file of line protocol in, piece by piece, by the same way as live telemetry. */
export interface LineIntake {
  /** A piece that begins and ends with a line. */
  accept(piece: Buffer): void;
  /** Loops that got samples so far. */
  readonly heard: ReadonlySet<LoopId>;
  /** Good points so far, lines left out, and the first of these with their place in the file. */
  readonly points: number;
  readonly refused: number;
  readonly problems: readonly LineProblem[];
}

const noTime = "The line has no timestamp, and nobody knows when it came.";

export function createLineIntake(pipeline: Pipeline, precision: LinePrecision): LineIntake {
  const reader = createLineReader();
  const intake = pipeline.intake(reader);
  const problems: LineProblem[] = [];
  const heard = new Set<LoopId>();
  const seen = { lines: 0, points: 0, refused: 0 };

  const accept = (piece: Buffer): void => {
    // Live, a point without a timestamp has the time of its arrival. Here it has none that could be told again.
    const batch = reader.read(piece, precision, Number.NaN);
    const complaints = withoutRefused(batch, intake);
    seen.points += batch.columns.pointCount - complaints.length;
    seen.refused += batch.refused + complaints.length;
    const all = complaints.length === 0 ? batch.problems : [...batch.problems, ...complaints].sort(byLine);
    for (const { line, message } of all.slice(0, Math.max(0, mostNamedProblems - problems.length)))
      problems.push({ line: seen.lines + line, message });
    seen.lines += countLineEnds(piece);
    for (const loopId of intake.accept(batch)) heard.add(loopId);
  };

  return {
    accept,
    heard,
    get points() {
      return seen.points;
    },
    get refused() {
      return seen.refused;
    },
    problems,
  };
}

const byLine = (a: LineProblem, b: LineProblem): number => a.line - b.line;

/** Marks the points that live telemetry would have refused, and those without a time. */
function withoutRefused(batch: LineBatch, intake: Intake): readonly LineProblem[] {
  const { columns } = batch;
  const complaints: LineProblem[] = [];
  let value = 0;
  for (let i = 0; i < columns.pointCount; i++) {
    let hasWords = false;
    for (const end = columns.valuesEnd[i]!; value < end; value++)
      if (isWordy(columns.kind[value]!)) hasWords = true;
    const message = Number.isNaN(columns.atMs[i]!) ? noTime : hasWords ? intake.refuse(batch, i) : null;
    if (message === null) continue;
    complaints.push({ line: columns.line[i]!, message });
    columns.seriesOf[i] = refusedPoint;
  }
  return complaints;
}
