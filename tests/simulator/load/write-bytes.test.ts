import fc from "fast-check";
import { expect, test } from "vitest";
import { mostFixedBytes, writeFixed } from "../../../simulator/load/write-bytes.ts";

const written = (code: number, decimals: number): string => {
  const buffer = new Uint8Array(40).fill("?".charCodeAt(0));
  const end = writeFixed(buffer, 3, code, decimals);
  // Nothing outside its place is touched.
  const text = Buffer.from(buffer).toString("latin1");
  expect(text.slice(0, 3)).toBe("???");
  expect(text.slice(end)).toBe("?".repeat(40 - end));
  return text.slice(3, end);
};

test.each([
  { code: 0, decimals: 1, text: "0.0" },
  { code: 5, decimals: 3, text: "0.005" },
  { code: -12, decimals: 3, text: "-0.012" },
  { code: 1000, decimals: 3, text: "1.000" },
  { code: 303_680, decimals: 3, text: "303.680" },
  { code: 2_147_483_647, decimals: 9, text: "2.147483647" },
  { code: -2_147_483_647, decimals: 1, text: "-214748364.7" },
])("$code with $decimals decimals is $text", ({ code, decimals, text }) => {
  expect(written(code, decimals)).toBe(text);
});

test("any code reads back as its number and keeps to the most bytes", () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_147_483_647 }), fc.integer({ min: 1, max: 9 }), (code, decimals) => {
      const text = written(code, decimals);
      expect(text).toMatch(/^-?(0|[1-9]\d*)\.\d+$/);
      expect(text.split(".")[1]).toHaveLength(decimals);
      expect(Math.round(Number(text) * 10 ** decimals)).toBe(code === 0 ? 0 : code);
      expect(text.length).toBeLessThanOrEqual(mostFixedBytes);
    }),
  );
});
