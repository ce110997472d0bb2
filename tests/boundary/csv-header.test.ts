import { describe, expect, test } from "vitest";
import { parseCsvHeader, toCellText } from "../../server/boundary/csv-header.ts";

describe("the first line of a table", () => {
  test.each([
    ["with commas", "time,a,b", ",", ["time", "a", "b"]],
    ["with semicolons", "time;a;b", ";", ["time", "a", "b"]],
    ["with semicolons, and a comma in a name", 'time;"flow, total";b', ";", ["time", "flow, total", "b"]],
    ["with commas, and a semicolon in a name", 'time,"p;out",b', ",", ["time", "p;out", "b"]],
    ["with a byte order mark", "\uFEFFtime,a", ",", ["time", "a"]],
    ["with a carriage return and spaces", "time , a\r\n", ",", ["time", "a"]],
    ["with a quote in a name", 'time,"the ""new"" one"', ",", ["time", 'the "new" one']],
    ["that ends with a separator", "time,a,", ",", ["time", "a"]],
    ["of one column", "time", ",", ["time"]],
    ["that is empty", "", ",", [""]],
  ])("%s", (_name, line, separator, names) => {
    expect(parseCsvHeader(line)).toEqual({ separator: separator.charCodeAt(0), names });
  });
});

test.each([
  ["plain", " 12.5 ", "12.5"],
  ["in quotes", '"12.5"', "12.5"],
  ["one lone quote", '"', '"'],
  ["empty in quotes", '""', ""],
])("a cell %s", (_name, written, text) => {
  expect(toCellText(written)).toBe(text);
});
