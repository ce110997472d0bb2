import { describe, expect, test } from "vitest";
import { createLineReader } from "../../server/boundary/line-reader.ts";

const read = (reader: ReturnType<typeof createLineReader>, text: string) =>
  reader.read(Buffer.from(text), "ms", 1);

/** Numbers of series and fields as a body used them. */
function numbersIn(reader: ReturnType<typeof createLineReader>, text: string) {
  const { columns } = read(reader, text);
  return {
    series: [...columns.seriesOf.subarray(0, columns.pointCount)],
    fields: [...columns.fieldOf.subarray(0, columns.valueCount)],
  };
}

describe("a reader of bodies", () => {
  test("numbers series and fields, and knows them again in the next body, in any order", () => {
    const reader = createLineReader();
    const first = numbersIn(reader, "a,t=1 x=1,y=2 1\nb x=3 1\na,t=1 y=4 2\n");
    expect(first).toEqual({ series: [0, 1, 0], fields: [0, 1, 0, 1] });
    expect(numbersIn(reader, "b y=1 1\nc z=2 1\na,t=1 x=3 1\n")).toEqual({
      series: [1, 2, 0],
      fields: [1, 2, 0],
    });
    expect(reader.series(0)).toMatchObject({ measurement: "a", tags: { t: "1" } });
    expect([0, 1, 2].map(reader.fieldName)).toEqual(["x", "y", "z"]);
  });

  test("gives a refused series no number, and takes back the values of a line that was refused late", () => {
    const reader = createLineReader();
    expect(numbersIn(reader, "a,t=1,t=2 x=1 1\nb x=1,y=2 oops\nc x=5 1\n")).toEqual({
      series: [1],
      fields: [0],
    });
    expect(reader.series(1).measurement).toBe("c");
  });

  test("tells on which line a point stands, also behind texts of several lines", () => {
    const { columns } = read(createLineReader(), '# head\na s="x\ny" 1\nbad\nb x=1 1\n');
    expect([...columns.line.subarray(0, columns.pointCount)]).toEqual([2, 5]);
  });

  test("forgets all names between two bodies when a sender invents too many", () => {
    const reader = createLineReader();
    const invent = (from: number) =>
      read(reader, Array.from({ length: 60_000 }, (_, i) => `m,id=${from + i} x=1 1\n`).join(""));
    invent(0);
    const before = reader.generation;
    // The body that goes over the bound is still read with the numbers that it was begun with.
    expect(invent(60_000).columns.pointCount).toBe(60_000);
    expect(reader.generation).toBe(before);
    expect(numbersIn(reader, "fresh x=1 1\n").series).toEqual([0]);
    expect(reader.generation).toBe(before + 1);
    expect(reader.series(0).measurement).toBe("fresh");
  });
});
