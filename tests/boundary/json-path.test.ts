import { describe, expect, test } from "vitest";
import { parseJsonPath, readAt, toPathWords } from "../../server/boundary/json-path.ts";

describe("a path into JSON", () => {
  test.each<[string, readonly (string | number)[] | null]>([
    ["value", ["value"]],
    ["data.value", ["data", "value"]],
    ["readings[0].value", ["readings", 0, "value"]],
    ["[2][3]", [2, 3]],
    ["odd key.x-1", ["odd key", "x-1"]],
    ["", null],
    [".", null],
    ["a.", null],
    ["a..b", null],
    ["a[x]", null],
    ["a[0]b", null],
    ["a]", null],
  ])("%s is read as %j", (text, path) => {
    expect(parseJsonPath(text)).toEqual(path);
    if (path !== null) expect(toPathWords(path)).toBe(text);
  });

  test("finds what is there, and nothing that every object has", () => {
    const document = { a: [{ b: null }], c: 0 };
    expect(readAt(document, ["a", 0, "b"])).toBeNull();
    expect(readAt(document, ["c"])).toBe(0);
    expect(readAt(document, ["c", "x"])).toBeUndefined();
    expect(readAt(document, ["constructor"])).toBeUndefined();
    expect(readAt(document, ["a", "length"])).toBe(1);
    expect(readAt(null, ["a"])).toBeUndefined();
  });
});
