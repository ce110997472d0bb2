import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toPathData } from "../../../server/domain/picture/path-data.ts";
import { simplifyLine } from "../../../server/domain/picture/simplify-line.ts";

describe("a simplified line", () => {
  test("needs two points for a straight one", () => {
    expect(simplifyLine([0, 0, 1, 1, 2, 2, 3, 3], 0.5)).toEqual([0, 0, 3, 3]);
  });

  test("keeps what stands out by more than the tolerance, and only that", () => {
    expect(simplifyLine([0, 0, 10, 0.4, 20, 0, 30, 9, 40, 0], 0.5)).toEqual([0, 0, 20, 0, 30, 9, 40, 0]);
  });

  test("comes back to where it began without losing the way", () => {
    expect(simplifyLine([0, 0, 50, 50, 0, 0], 0.5)).toEqual([0, 0, 50, 50, 0, 0]);
  });

  test.each([
    ["nothing", []],
    ["one point", [3, 4]],
    ["two points", [3, 4, 5, 6]],
  ])("leaves %s as it is", (_name, line) => {
    expect(simplifyLine(line, 1)).toEqual(line);
  });

  test("keeps its ends, and never strays further than the tolerance from a value that it left out", () => {
    const heights = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(heights, (ys) => {
        const simple = simplifyLine(
          ys.flatMap((y, x) => [x * 4, y]),
          1,
        );
        expect(simple.slice(0, 2)).toEqual([0, ys[0]]);
        expect(simple.slice(-2)).toEqual([(ys.length - 1) * 4, ys.at(-1)]);
        const top = Math.min(...ys);
        const shownTop = Math.min(...simple.filter((_, i) => i % 2 === 1));
        expect(shownTop - top).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("path data", () => {
  test("is short: whole steps, and a separator only where no sign separates", () => {
    expect(toPathData([10.2, 20.4, 14, 16.1, 18, 30])).toBe("M10 20l4-4 4 14");
  });

  test("makes a dot of a single point", () => {
    expect(toPathData([10, 20])).toBe("M10 20h0");
  });

  test("is empty for an empty line", () => {
    expect(toPathData([])).toBe("");
  });
});
