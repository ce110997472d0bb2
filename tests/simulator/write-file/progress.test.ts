import { expect, test } from "vitest";
import { createProgress } from "../../../simulator/write-file/progress.ts";

function record(isTerminal: boolean) {
  const written: string[] = [];
  const progress = createProgress("Writing run.csv", { isTerminal, write: (text) => written.push(text) });
  return { written, progress };
}

test("a terminal gets a bar in place, once a percent, and a new line at the end", () => {
  const { written, progress } = record(true);
  for (let i = 0; i <= 1000; i++) progress.update(i / 1000);
  progress.end();
  expect(written).toHaveLength(102);
  expect(written[50]).toBe(`\rWriting run.csv [${"=".repeat(20)}${" ".repeat(20)}]  50 %`);
  expect(written.at(-2)).toContain("100 %");
  expect(written.at(-1)).toBe("\n");
});

test("anything else gets a line every tenth", () => {
  const { written, progress } = record(false);
  for (let i = 0; i <= 1000; i++) progress.update(i / 1000);
  progress.end();
  expect(written).toEqual(Array.from({ length: 10 }, (_, i) => `Writing run.csv: ${(i + 1) * 10} %\n`));
});

test("a run that jumps skips lines instead of repeating them", () => {
  const { written, progress } = record(false);
  for (const share of [0, 0.35, 0.35, 0.2, 2]) progress.update(share);
  expect(written).toEqual(["Writing run.csv: 30 %\n", "Writing run.csv: 100 %\n"]);
});

test("a run that ends before it began says nothing", () => {
  const { written, progress } = record(true);
  progress.end();
  expect(written).toEqual([]);
});
