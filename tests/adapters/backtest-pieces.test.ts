import { expect, test } from "vitest";
import { readPieces } from "../../server/cli/backtest-pieces.ts";
import { writeTemp } from "../support/bench-recording.ts";

/** Reads a file to its end; what comes in pieces is copied, for a piece is good until the next one only. */
function readAll(path: string, hasEscapes = false) {
  const pieces: string[] = [];
  const shares: number[] = [];
  for (const { bytes, share } of readPieces(path, hasEscapes)) {
    pieces.push(bytes.toString("utf8"));
    shares.push(share);
  }
  return { pieces, shares };
}

test("a large file comes in pieces of whole lines, none lost and none twice", () => {
  const text = Array.from({ length: 100_000 }, (_, k) => `row ${k}, ${"x".repeat(k % 50)}\n`).join("");
  const { pieces, shares } = readAll(writeTemp("large.csv", text));
  expect(pieces.join("") === text).toBe(true);
  expect(pieces.length).toBeGreaterThan(5);
  expect(pieces.every((piece) => piece.endsWith("\n"))).toBe(true);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect(shares.at(-1)).toBe(1);
});

test("a last line without a line feed belongs to it", () => {
  expect(readAll(writeTemp("short.csv", "a\nb")).pieces).toEqual(["a\n", "b"]);
});

test("an empty file has no pieces", () => {
  expect(readAll(writeTemp("empty.csv", "")).pieces).toEqual([]);
});

test("a line that is longer than a piece is one piece", () => {
  const line = `${"y".repeat(1_000_000)}\n`;
  expect(readAll(writeTemp("long.csv", `${line}${line}`)).pieces.join("")).toHaveLength(2_000_002);
});

test("text in quotes is not cut where its lines end", () => {
  const point = `m f="${"a line\n".repeat(1000)}" 1\n`;
  const { pieces } = readAll(writeTemp("text.lp", point.repeat(100)), true);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.every((piece) => piece.endsWith('" 1\n'))).toBe(true);
});

test("a quote that is never closed holds up nothing for ever", () => {
  const text = `it"s\n${"m f=1 1\n".repeat(1_000_000)}`;
  const { pieces } = readAll(writeTemp("stray.lp", text), true);
  expect(pieces.join("").length).toBe(text.length);
  expect(pieces.length).toBeGreaterThan(1);
});
