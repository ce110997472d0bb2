import fc from "fast-check";
import { expect, test } from "vitest";
import { readDecimal } from "../../server/boundary/line-decimal.ts";

const settings = { seed: 20_221_215, numRuns: 5000 };
const read = (text: string) => {
  const result = { value: Number.NaN, to: -1, isWhole: false };
  return readDecimal(Buffer.from(text), 0, result) ? result : null;
};

test.each<[string, string, number | null]>([
  ["a decimal", "304.125", 304.125],
  ["what is behind it is left alone", "1.5,b=2", 1.5],
  ["no digits before the point", "-.5", -0.5],
  ["no digits behind the point", "5.", 5],
  ["an exponent", "1.5e-3", 0.0015],
  ["the largest exact power", "1e22", 1e22],
  ["zero below zero", "-0", -0],
  ["one power more is left to others", "1e23", null],
  ["sixteen digits are left to others", "1234567890.123456", null],
  ["no number", "abc", null],
  ["a sign alone", "-", null],
  ["a point alone", ".", null],
  ["an exponent without digits", "1e", null],
  ["an exponent with a sign alone", "1e-", null],
  ["nothing", "", null],
])("%s: %s", (_name, text, value) => {
  expect(read(text)?.value ?? null).toBe(value);
});

test("a whole number is told from one with a point or an exponent", () => {
  expect(["12i", "12.i", "12e0i"].map((text) => read(text)?.isWhole)).toEqual([true, false, false]);
});

test("what is read is the very number that JavaScript reads, to the last bit", () => {
  const short = fc
    .tuple(
      fc.boolean(),
      fc.integer({ min: 0, max: 999_999_999_999_999 }),
      fc.nat(15),
      fc.option(fc.integer({ min: -22, max: 22 })),
    )
    .map(([isNegative, digits, cut, exponent]) => {
      const text = String(digits);
      const at = Math.max(0, text.length - cut);
      const decimal = cut === 0 ? text : `${text.slice(0, at)}.${text.slice(at)}`;
      return `${isNegative ? "-" : ""}${decimal}${exponent === null ? "" : `e${exponent}`}`;
    });
  const property = fc.property(short, (text) => {
    const result = read(text);
    if (result === null) return;
    expect(result.value).toBe(Number(text));
    expect(result.to).toBe(text.length);
  });
  fc.assert(property, settings);
});
