import { describe, expect, test } from "vitest";
import type { ParsedField } from "../../server/boundary/line-protocol.ts";
import { parseLines } from "../../server/boundary/line-protocol.ts";

const receivedMs = 1_700_000_000_123;
const parse = (body: string) => parseLines(body, "ms", receivedMs);
const fieldsOf = (body: string): readonly ParsedField[] => parse(body).points[0]?.fields ?? [];
const problemOf = (body: string): string | undefined => parse(body).problems[0]?.message;

describe("a line of line protocol", () => {
  test("gives measurement, tags, fields and time", () => {
    const { points, problems } = parse("coolant_loop,loop=ms-22,side=a flow_lpm=3.5,on=t 1671064860000\n");
    expect(problems).toEqual([]);
    expect(points).toEqual([
      {
        measurement: "coolant_loop",
        tags: { loop: "ms-22", side: "a" },
        fields: [
          { name: "flow_lpm", value: 3.5, type: "float" },
          { name: "on", value: true, type: "bool" },
        ],
        atNs: 1_671_064_860_000_000_000n,
        atMs: 1_671_064_860_000,
      },
    ]);
  });

  test.each<[string, string, ParsedField["value"], ParsedField["type"]]>([
    ["a float", "1.25", 1.25, "float"],
    ["a float without digits before the point", "-.5", -0.5, "float"],
    ["a float without digits behind the point", "5.", 5, "float"],
    ["a float with an exponent", "1.5e-3", 0.0015, "float"],
    ["a whole number without a suffix, which is a float", "7", 7, "float"],
    ["an integer", "-42i", -42, "int"],
    ["an integer too large to be an exact number", "9007199254740993i", 9_007_199_254_740_993n, "int"],
    ["the smallest integer", "-9223372036854775808i", -9_223_372_036_854_775_808n, "int"],
    ["an unsigned integer", "42u", 42, "unsigned"],
    ["true", "True", true, "bool"],
    ["false", "F", false, "bool"],
    ["text", '"out of service"', "out of service", "string"],
    ["empty text", '""', "", "string"],
    ["text with escaped quotes and backslashes", '"a \\"b\\" c:\\\\d"', 'a "b" c:\\d', "string"],
    ["text with delimiters and a comment sign", '"# a,b =c"', "# a,b =c", "string"],
    ["text with a newline", '"two\nlines"', "two\nlines", "string"],
    ["text with letters outside ASCII", '"Kühlmittel ♨"', "Kühlmittel ♨", "string"],
  ])("reads %s", (_name, text, value, type) => {
    expect(fieldsOf(`m f=${text} 1`)).toEqual([{ name: "f", value, type }]);
  });

  test("takes escapes out of names, and leaves other backslashes", () => {
    const [point] = parse("a\\,b\\ c\\=d,k\\=1\\,=v\\ \\=x,w=C:\\temp f\\ \\=\\,g=1 1").points;
    expect(point?.measurement).toBe("a,b c=d");
    expect(point?.tags).toEqual({ "k=1,": "v =x", w: "C:\\temp" });
    expect(point?.fields[0]?.name).toBe("f =,g");
  });

  test("may have spaces around its three parts", () => {
    const parsed = parse("  m   f=1    5  \n");
    expect(parsed.points).toMatchObject([{ measurement: "m", atMs: 5 }]);
    expect(parsed.lines.toString()).toBe("m   f=1    5\n");
  });

  test.each([
    ["no fields", "m 1", "A field has no value."],
    ["only a measurement", "m", "There are no fields."],
    ["only a measurement and a space", "m ", "There are no fields."],
    ["no measurement", ",t=a f=1", "The measurement is missing."],
    ["a tag without a value", "m,t= f=1", 'Tag "t" has no value.'],
    ["a tag without a name", "m,=a f=1", "A tag has no name."],
    ["a trailing comma behind the measurement", "m, f=1", "A tag has no name."],
    ["a tag twice", "m,t=a,t=b f=1", 'Tag "t" is there twice.'],
    [
      "a bare equals sign in a tag value",
      "m,t=a=b f=1",
      'Tag "t" has an equals sign in its value; write it as \\=.',
    ],
    ["a tag called time", "m,time=a f=1", "A tag may not be called time."],
    ["a field called time", "m time=1", "A field may not be called time."],
    ["a field without a name", "m =1", "A field has no name."],
    ["a field without a value", "m f=", 'Field "f" has no value.'],
    ["a comma with nothing behind it", "m f=1, 5", "A field has no value."],
    ["NaN", "m f=NaN", 'Field "f" is not a finite number; leave the field out instead.'],
    ["infinity", "m f=-Inf", 'Field "f" is not a finite number; leave the field out instead.'],
    ["a number beyond all floats", "m f=1e400", 'Field "f" is larger than any number the store can keep.'],
    [
      "an integer beyond 64 bits",
      "m f=9223372036854775808i",
      'Field "f" does not fit a signed 64-bit integer.',
    ],
    ["a negative unsigned integer", "m f=-1u", 'Field "f" is not an unsigned integer.'],
    ["a fraction with an integer's suffix", "m f=1.5i", 'Field "f" is not an integer.'],
    ["a plus sign", "m f=+5", 'Field "f" is neither a number, nor true or false, nor text in double quotes.'],
    [
      "hexadecimal",
      "m f=0x10",
      'Field "f" is neither a number, nor true or false, nor text in double quotes.',
    ],
    [
      "an exponent without digits",
      "m f=1e",
      'Field "f" is neither a number, nor true or false, nor text in double quotes.',
    ],
    [
      "an odd spelling of true",
      "m f=tRue",
      'Field "f" is neither a number, nor true or false, nor text in double quotes.',
    ],
    ["quotes that are not closed", 'm f="abc 5', 'The quotes of field "f" are not closed.'],
    ["text glued to a value", 'm f="a"b', 'There is something behind the value of field "f".'],
    ["a fractional timestamp", "m f=1 1.5", "The timestamp is not an integer."],
    ["a second timestamp", "m f=1 1 2", "There is something behind the timestamp."],
    ["two backslashes before a delimiter", "m,t=a\\\\ f=1", "There are no fields."],
    [
      "a control character in a tag",
      "m,t=a\u0001b f=1",
      "A control character stands in the measurement or a tag.",
    ],
  ])("is refused for %s, with a sentence", (_name, line, message) => {
    expect(problemOf(line)).toBe(message);
    expect(parse(line).lines.toString()).toBe("");
  });

  test("is refused when its time is outside what the store can keep, and the sentence doubts the precision", () => {
    const { problems } = parseLines("m f=1 1671064860000000000", "s", receivedMs);
    expect(problems[0]?.message).toBe(
      "The timestamp is outside the years 1677 to 2262; is its precision really s?",
    );
  });

  test("is refused when it is not UTF-8, and its neighbours are kept", () => {
    const body = Buffer.concat([
      Buffer.from("a f=1 1\nb"),
      Buffer.from([0xff]),
      Buffer.from(" f=1 1\nü f=1 1\n"),
    ]);
    const parsed = parseLines(body, "ms", receivedMs);
    expect(parsed.points.map((point) => point.measurement)).toEqual(["a", "ü"]);
    expect(parsed.problems).toEqual([{ line: 2, message: "This line is not UTF-8 text." }]);
  });
});

describe("the timestamp", () => {
  test.each([
    ["ns", "1671064860123456789", 1_671_064_860_123_456_789n, 1_671_064_860_123],
    ["us", "1671064860123456", 1_671_064_860_123_456_000n, 1_671_064_860_123],
    ["ms", "1671064860123", 1_671_064_860_123_000_000n, 1_671_064_860_123],
    ["s", "1671064860", 1_671_064_860_000_000_000n, 1_671_064_860_000],
    ["m", "27851081", 1_671_064_860_000_000_000n, 1_671_064_860_000],
    ["h", "464184", 1_671_062_400_000_000_000n, 1_671_062_400_000],
  ] as const)("is read in %s", (precision, text, atNs, atMs) => {
    expect(parseLines(`m f=1 ${text}`, precision, receivedMs).points).toMatchObject([{ atNs, atMs }]);
  });

  test("before 1970 is rounded down like every other", () => {
    expect(parseLines("m f=1 -1", "ns", receivedMs).points).toMatchObject([{ atNs: -1n, atMs: -1 }]);
  });

  test.each([
    ["ms", "1700000000123", 1_700_000_000_123],
    ["s", "1700000000", 1_700_000_000_000],
    ["ns", "1700000000123000000", 1_700_000_000_123],
  ] as const)("is the time of arrival when a line brings none, in %s", (precision, stamp, atMs) => {
    const parsed = parseLines("m f=1", precision, receivedMs);
    expect(parsed.lines.toString()).toBe(`m f=1 ${stamp}\n`);
    expect(parsed.points).toMatchObject([{ atMs }]);
  });
});

describe("a body", () => {
  test("without lines is nothing", () => {
    expect(parse("")).toMatchObject({ points: [], problems: [], refused: 0 });
    expect(parse("\n\r\n   \n# a comment\n")).toMatchObject({ points: [], problems: [], refused: 0 });
  });

  test("keeps good lines when others are bad, and counts lines from 1", () => {
    const parsed = parse('# head\n\na f=1 1\nbad\nb f="x\ny" 2\nworse f=\nc f=3 3');
    expect(parsed.lines.toString()).toBe('a f=1 1\nb f="x\ny" 2\nc f=3 3\n');
    expect(parsed.problems.map((problem) => problem.line)).toEqual([4, 7]);
    expect(parsed.refused).toBe(2);
  });

  test("counts lines also behind a refused line that has newlines in its text", () => {
    expect(parse('a f="x\ny"z 1\nbad').problems.map((problem) => problem.line)).toEqual([1, 3]);
  });

  test("keeps the lines behind quotes that are never closed", () => {
    const parsed = parse('a f="never closed\nb f=2 2\n');
    expect(parsed.lines.toString()).toBe("b f=2 2\n");
    expect(parsed.problems.map((problem) => problem.line)).toEqual([1]);
  });

  test("with CRLF is forwarded with LF, because InfluxDB takes the CR for a part of the timestamp", () => {
    expect(parse("a f=1 1\r\nb f=2\r\n").lines.toString()).toBe("a f=1 1\nb f=2 1700000000123\n");
  });

  test("with unsigned values is forwarded with integers, because InfluxDB 1.x knows no unsigned ones", () => {
    expect(parse("a f=1u,g=2u 1\nb f=3i 3\n").lines.toString()).toBe("a f=1i,g=2i 1\nb f=3i 3\n");
  });

  test("that needs no change is forwarded as it came, without a copy", () => {
    const body = Buffer.from("a f=1 1\nb f=2 2\n");
    const { lines } = parseLines(body, "ms", receivedMs);
    expect(lines.equals(body)).toBe(true);
    expect(lines.buffer).toBe(body.buffer);
  });

  test("tells where each point's line ends in what is forwarded", () => {
    const { lines, ends } = parse('# head\na f="x\ny" 1\nbad\nb f=2\r\nc f=3 3\nd f=4u 4\ne f=5 5');
    const cut = ends.map((end, i) => lines.subarray(ends[i - 1] ?? 0, end).toString());
    expect(cut).toEqual(['a f="x\ny" 1\n', "b f=2 1700000000123\n", "c f=3 3\n", "d f=4i 4\n", "e f=5 5\n"]);
  });

  test("full of bad lines gives a bounded list and an exact count", () => {
    const parsed = parse("bad\n".repeat(5000));
    expect(parsed.problems).toHaveLength(1000);
    expect(parsed.refused).toBe(5000);
  });

  test("may name a tag like a part of every JavaScript object", () => {
    expect(parse("m,__proto__=a,constructor=b f=1 1").points[0]?.tags.constructor).toBe("b");
  });
});
