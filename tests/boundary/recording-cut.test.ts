import { expect, test } from "vitest";
import { countLineEnds, findCut, findLineEnd } from "../../server/boundary/recording-cut.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ["whole lines", "a\nb\n", false, 4],
  ["a line that is not whole", "a\nbc", false, 2],
  ["no line feed", "abc", false, 0],
  ["nothing", "", false, 0],
  ["a line feed in quotes", 'a\n"b\nc', false, 2],
  ["a line feed in quotes that are closed", 'a\n"b\nc"\nd', false, 8],
  ["doubled quotes", '"a""\n', false, 0],
  ["an escaped quote in line protocol", 'm f="a\\"\n"\nx', true, 11],
  ["a backslash in a table means nothing", '"a\\"\nb', false, 5],
])("a piece is cut behind its last whole line: %s", (_name, text, hasEscapes, cut) => {
  expect(findCut(bytes(text), hasEscapes)).toBe(cut);
});

test("where nothing else helps, quotes are not looked at", () => {
  expect(findLineEnd(bytes('it"s\nb'))).toBe(5);
  expect(findLineEnd(bytes("b"))).toBe(0);
});

test.each([
  ["none", "abc", 0],
  ["some", "a\n\nb\n", 3],
])("line ends are counted: %s", (_name, text, count) => {
  expect(countLineEnds(bytes(text))).toBe(count);
});
