import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCsvHeader } from "../../server/boundary/csv-header.ts";
import { createCsvReader } from "../../server/boundary/csv-reader.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads a table whose columns are all wanted. */
function read(text: string, header = "time,a,b") {
  const parsed = parseCsvHeader(header);
  const reader = createCsvReader(
    parsed,
    parsed.names.slice(1).map((_, k) => k + 1),
  );
  const { count, width, atMs, values } = reader.read(bytes(text));
  return {
    reader,
    rows: Array.from({ length: count }, (_, row) => [
      atMs[row],
      ...values.subarray(row * width, (row + 1) * width),
    ]),
    problems: reader.problems.map(({ line, column, message }) => `${line} ${column}: ${message}`),
  };
}

const nothing = Number.NaN;

describe("rows of a table", () => {
  test.each([
    [
      "numbers",
      "1,2,3\n4,5.5,-6e2\n",
      [
        [1, 2, 3],
        [4, 5.5, -600],
      ],
    ],
    ["without a line feed at the end", "1,2,3", [[1, 2, 3]]],
    [
      "with carriage returns",
      "1,2,3\r\n4,5,6\r\n",
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      "an empty cell is no sample",
      "1,,3\n2,4,\n",
      [
        [1, nothing, 3],
        [2, 4, nothing],
      ],
    ],
    ["an empty cell before a carriage return", "1,2,\r\n", [[1, 2, nothing]]],
    [
      "cells that are missing at the end",
      "1,2\n3\n",
      [
        [1, 2, nothing],
        [3, nothing, nothing],
      ],
    ],
    ["blanks around cells", " 1 , 2 ,\t3 \n", [[1, 2, 3]]],
    ["cells in quotes", '"1","2",3\n', [[1, 2, 3]]],
    ["more digits than a short way can read", "1,3.14159265358979323846,0\n", [[1, Math.PI, 0]]],
    ["a plus sign", "1,+2,0\n", [[1, 2, 0]]],
    ["lines of nothing", "\n1,2,3\n\n  \n,,\n", [[1, 2, 3]]],
    [
      "a separator too many that separates nothing",
      "1,2,3,\n4,5,6,,\r\n",
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    ["nothing at all", "", []],
  ])("%s", (_name, text, rows) => {
    const { rows: got, problems } = read(text);
    expect(got).toEqual(rows);
    expect(problems).toEqual([]);
  });

  test("columns that nobody wants are stepped over, whatever they hold", () => {
    const reader = createCsvReader(parseCsvHeader("time,a,note,b"), [3]);
    const { count, atMs, values } = reader.read(bytes('1,x,"a, ""b""\nc",5\n2,y,,6\n3,,bad,oops\n'));
    expect([...atMs.subarray(0, count)]).toEqual([1, 2, 3]);
    expect([...values.subarray(0, count)]).toEqual([5, 6, nothing]);
    // The line feed within quotes is one that an editor counts.
    expect(reader.problems).toEqual([{ line: 5, column: "b", message: '"oops" is not a number.' }]);
  });

  test("a comma is the decimal mark where semicolons separate", () => {
    expect(read("1;2,5;-0,25\n2;3.5;1,5e3\n", "time;a;b").rows).toEqual([
      [1, 2.5, -0.25],
      [2, 3.5, 1500],
    ]);
  });

  test("more rows than the memory began with", () => {
    const text = Array.from({ length: 5000 }, (_, k) => `${k},${k / 2},${-k}\n`).join("");
    const { rows } = read(text);
    expect(rows).toHaveLength(5000);
    expect(rows[4999]).toEqual([4999, 2499.5, -4999]);
  });
});

describe("what cannot be used is named and left out, and the rest is used", () => {
  test.each([
    ["a word", "1,bad,3\n", [[1, nothing, 3]], ['2 a: "bad" is not a number.']],
    ["NaN", "1,NaN,3\n", [[1, nothing, 3]], ['2 a: "NaN" is not a number.']],
    ["a number too large", "1,1e999,3\n", [[1, nothing, 3]], ['2 a: "1e999" is not a number.']],
    ["hexadecimal", "1,0x10,3\n", [[1, nothing, 3]], ['2 a: "0x10" is not a number.']],
    ["something behind a number", "1,2 kPa,3\n", [[1, nothing, 3]], ['2 a: "2 kPa" is not a number.']],
    [
      "a decimal comma among commas",
      "1,2,5,3\n2,3,4\n",
      [[2, 3, 4]],
      ["2 null: The row has more cells than the header has columns."],
    ],
    ["a row without a time", "1,2,3\n,5,6\n", [[1, 2, 3]], ["3 time: The row has no time."]],
    [
      "a time that is none, with bad cells behind it",
      "x,bad,worse\n1,2,3\n",
      [[1, 2, 3]],
      ['2 time: "x" is no time; write it like 2022-12-15T00:45:00Z or in epoch milliseconds.'],
    ],
    [
      "a long word is shortened",
      `1,${"x".repeat(60)},3\n`,
      [[1, nothing, 3]],
      [`2 a: "${"x".repeat(37)}..." is not a number.`],
    ],
  ])("%s", (_name, text, rows, problems) => {
    const read1 = read(text);
    expect(read1.rows).toEqual(rows);
    expect(read1.problems).toEqual(problems);
    expect(read1.reader.refused).toBe(problems.length);
  });

  test("the first twenty are named, all are counted, and lines are counted from piece to piece", () => {
    const { reader } = read("1,a,2\n".repeat(15));
    reader.read(bytes("1,a,2\n".repeat(15)));
    expect(reader.refused).toBe(30);
    expect(reader.problems).toHaveLength(20);
    expect(reader.problems.at(-1)?.line).toBe(21);
  });
});

test("a table in any number of pieces is the same table", () => {
  const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
  const table = fc.array(fc.record({ at: fc.integer({ min: 0, max: 1e12 }), a: cell, b: cell }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 7 }), (rows, perPiece) => {
      const lines = rows.map(({ at, a, b }) => `${at},${a ?? ""},${b ?? ""}\n`);
      const reader = createCsvReader(parseCsvHeader("time,a,b"), [1, 2]);
      const got: number[][] = [];
      for (let k = 0; k < lines.length; k += perPiece) {
        const { count, atMs, values } = reader.read(bytes(lines.slice(k, k + perPiece).join("")));
        for (let row = 0; row < count; row++) got.push([atMs[row]!, values[row * 2]!, values[row * 2 + 1]!]);
      }
      expect(reader.refused).toBe(0);
      // Adding 0 makes -0 the 0 as which it is written.
      expect(got).toEqual(rows.map(({ at, a, b }) => [at, (a ?? nothing) + 0, (b ?? nothing) + 0]));
    }),
  );
});
