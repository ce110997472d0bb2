import { expect, test } from "vitest";
import { renderList, renderListJson } from "../../../simulator/command-line/list.ts";

const stories = [
  { id: "S01", title: "Puncture", variants: [{ id: "0.1mm", title: "A pinhole" }] },
  { id: "N08-beta", title: "Beta season", variants: [] },
];

test("the list has a line a story, its variants indented, and titles in one column", () => {
  expect(renderList(stories)).toBe(
    "S01       Puncture\n" + "  0.1mm   A pinhole\n" + "N08-beta  Beta season\n",
  );
});

test("an empty list is empty", () => {
  expect(renderList([])).toBe("");
});

test("programs get the same as JSON", () => {
  expect(JSON.parse(renderListJson(stories))).toEqual(stories);
});
