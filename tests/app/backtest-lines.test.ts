import { expect, test } from "vitest";
import { createBacktest } from "../../server/app/backtest.ts";
import { createLineIntake } from "../../server/app/backtest-lines.ts";
import { toLoop } from "../support/builders.ts";

/** Takes pieces of a file in, with milliseconds. */
function takeIn(...pieces: readonly string[]) {
  const backtest = createBacktest([toLoop()], null);
  const intake = createLineIntake(backtest.pipeline, "ms");
  for (const piece of pieces) intake.accept(Buffer.from(piece));
  return { intake, lane: backtest.lane("bench") };
}

test("points of every piece are taken, and feed their loop", () => {
  const { intake, lane } = takeIn(
    "bench,loop=bench p-acc=300 1000\nother f=1 1000\n",
    "bench,loop=bench p-acc=300 2000\n",
  );
  expect(intake).toMatchObject({ points: 3, refused: 0, problems: [] });
  expect(lane.newestMs).toBe(2000);
});

test("what live telemetry refuses is left out, with its line in the file", () => {
  const { intake } = takeIn(
    "# export\nbench,loop=bench p-acc=300 1000\nnonsense\n",
    'a f=1 1\nbench,loop=bench p-acc="high" 2000\n',
  );
  expect(intake.points).toBe(2);
  expect(intake.refused).toBe(2);
  expect(intake.problems).toEqual([
    { line: 3, message: "There are no fields." },
    { line: 5, message: "The field p-acc feeds a channel of bench and must be a number." },
  ]);
});

test("a point without a time has none: nothing is judged at the time of reading", () => {
  const { intake, lane } = takeIn(
    "bench,loop=bench p-acc=300\nbench,loop=bench p-acc=300 1000\nbench,loop=bench p-acc=300 2000\n",
  );
  expect(intake.problems).toEqual([
    { line: 1, message: "The line has no timestamp, and nobody knows when it came." },
  ]);
  expect(intake.points).toBe(2);
  expect(lane.newestMs).toBe(2000);
});

test("the first twenty problems are named, all are counted", () => {
  const { intake } = takeIn("x\n".repeat(15), "x\n".repeat(15));
  expect(intake.refused).toBe(30);
  expect(intake.problems).toHaveLength(20);
  expect(intake.problems.at(-1)?.line).toBe(20);
});
