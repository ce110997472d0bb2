import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParsedField } from "../../server/boundary/line-protocol.ts";
import { parseLines } from "../../server/boundary/line-protocol.ts";

// A seed that is fixed gives the same verdict on every machine; raise `runs` to search further.
const settings = { seed: 20_221_215, numRuns: 400 };

interface Point {
  readonly measurement: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly fields: readonly ParsedField[];
  readonly atNs: bigint | null;
}

/** The last character may not be a backslash (it would escape the delimiter), and no control characters. */
const isName = (text: string): boolean =>
  text !== "" &&
  text !== "time" &&
  !text.endsWith("\\") &&
  [...text].every((character) => character >= " ") &&
  !/\\[, =]/.test(text);
const name = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.string({ unit: fc.constantFrom(...'ab,= \\"#é'), maxLength: 8 }),
  )
  .filter(isName);
const measurement = name.filter((text) => !text.startsWith("#") && text.trim() === text);
const field: fc.Arbitrary<ParsedField> = fc.oneof(
  fc.record({
    name,
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    type: fc.constant("float" as const),
  }),
  fc.record({ name, value: fc.maxSafeInteger(), type: fc.constant("int" as const) }),
  fc.record({ name, value: fc.boolean(), type: fc.constant("bool" as const) }),
  fc.record({
    name,
    value: fc.string({ unit: "binary", maxLength: 20 }),
    type: fc.constant("string" as const),
  }),
);
const point: fc.Arbitrary<Point> = fc.record({
  measurement,
  tags: fc.uniqueArray(fc.tuple(name, name), { selector: ([key]) => key, maxLength: 4 }),
  fields: fc.array(field, { minLength: 1, maxLength: 5 }),
  atNs: fc.option(fc.bigInt({ min: -9_223_372_036_854_775_806n, max: 9_223_372_036_854_775_806n })),
});

const renderName = (text: string): string => text.replace(/[, =]/g, "\\$&");
function renderValue(value: ParsedField["value"], type: ParsedField["type"]): string {
  if (type === "string") return `"${String(value).replace(/["\\]/g, "\\$&")}"`;
  return type === "int" ? `${value}i` : String(value);
}
function renderPoint(p: Point): string {
  const tags = p.tags.map(([key, value]) => `,${renderName(key)}=${renderName(value)}`).join("");
  const fields = p.fields.map((f) => `${renderName(f.name)}=${renderValue(f.value, f.type)}`).join(",");
  return `${renderName(p.measurement)}${tags} ${fields}${p.atNs === null ? "" : ` ${p.atNs}`}`;
}

/** fast-check makes lone surrogates, which no UTF-8 text can carry. */
const isSendable = (p: Point): boolean => Buffer.from(renderPoint(p)).toString() === renderPoint(p);

describe("parseLines", () => {
  test("gives back every legal point exactly, and so does a second reading of what it forwards", () => {
    const property = fc.property(fc.array(point.filter(isSendable), { maxLength: 8 }), (points) => {
      const parsed = parseLines(points.map(renderPoint).join("\n"), "ns", 1000);
      const wanted = points.map((p) => ({
        measurement: p.measurement,
        tags: Object.fromEntries(p.tags),
        fields: p.fields.map((f) => ({ ...f, value: Object.is(f.value, -0) ? 0 : f.value })),
        atNs: p.atNs ?? 1_000_000_000n,
      }));
      expect(parsed.problems).toEqual([]);
      expect(parsed.points.map(({ atMs: _, ...rest }) => ({ ...rest, tags: { ...rest.tags } }))).toEqual(
        wanted,
      );
      expect(parseLines(parsed.lines, "ns", 0).points).toEqual(parsed.points);
    });
    fc.assert(property, settings);
  });

  test("never throws on arbitrary bytes, and what it forwards is accepted whole when read again", () => {
    const awkward = fc
      .string({ unit: fc.constantFrom(...'mf12=, \\"\n\r#it-.\u0000é'), maxLength: 80 })
      .map((text) => Buffer.from(text));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      awkward,
    );
    const property = fc.property(bytes, (body) => {
      const parsed = parseLines(body, "ms", 1000);
      const again = parseLines(parsed.lines, "ms", 2000);
      expect(again.problems).toEqual([]);
      expect(again.points.map((p) => p.atNs)).toEqual(parsed.points.map((p) => p.atNs));
    });
    fc.assert(property, { ...settings, numRuns: 4000 });
  });
});
