import { describe, expect, test } from "vitest";
import { parseConfig } from "../../server/boundary/config.ts";
import { parsePlannedLos } from "../../server/boundary/config-planned-los.ts";
import { renderProblem } from "../../server/boundary/config-problem.ts";
import { small } from "./config-cases.ts";

const at = (text: string): number => Date.parse(text);

const read = (loop: string, files: Readonly<Record<string, string>> = {}) => {
  const parsed = parseConfig(
    small.replace("coolant: water", `coolant: water\n    ${loop}`),
    {},
    (file) => files[file] ?? null,
  );
  return parsed.ok ? parsed.config.loops[0]?.plannedLos : parsed.problems.map(renderProblem);
};

describe("planned losses of signal", () => {
  test("are none where nothing is said", () => {
    expect(read("minimumInventoryL: 90")).toEqual([]);
  });

  test("may stand in the file and in one of their own, and are put in order and joined where they touch", () => {
    const windows = read(
      `plannedLos: [{ from: "2026-03-01T10:00:00Z", to: "2026-03-01T10:15:00Z" }, { from: "2026-03-01 06:30+02:00", to: "2026-03-01T04:45:00Z" }]
    plannedLosFile: passes.csv`,
      {
        "passes.csv":
          "2026-03-01T10:15:00Z,2026-03-01T10:20:00Z\n2026-03-01T10:05:00Z,2026-03-01T10:06:00Z\n",
      },
    );
    expect(windows).toEqual([
      { fromMs: at("2026-03-01T04:30:00Z"), toMs: at("2026-03-01T04:45:00Z") },
      { fromMs: at("2026-03-01T10:00:00Z"), toMs: at("2026-03-01T10:20:00Z") },
    ]);
  });

  test.each([
    [
      "that are no times",
      'plannedLos: [{ from: tomorrow, to: "2026-03-01T10:15:00Z" }, { from: "2026-02-30", to: "2026-03-01" }, { from: "2026-03-01", to: "1772350000" }]',
      [
        'line 5: loops[0].plannedLos[0]: "tomorrow" is not a time like 2026-03-01T04:30:00Z.',
        'line 5: loops[0].plannedLos[1]: "2026-02-30" is not a time like 2026-03-01T04:30:00Z.',
        'line 5: loops[0].plannedLos[2]: "1772350000" is not a time like 2026-03-01T04:30:00Z.',
      ],
    ],
    [
      "that end before they begin",
      'plannedLos: [{ from: "2026-03-01T10:15:00Z", to: "2026-03-01T10:15:00Z" }]',
      ["line 5: loops[0].plannedLos[0]: The end must come after the beginning."],
    ],
    [
      "in a file that is not there",
      "plannedLosFile: nowhere.csv",
      ["line 5: loops[0].plannedLosFile: nowhere.csv cannot be read."],
    ],
    [
      "in a file with mistakes",
      "plannedLosFile: bad.csv",
      [
        'line 5: loops[0].plannedLosFile: Line 2 of bad.csv: "x" is not a time like 2026-03-01T04:30:00Z.',
        "line 5: loops[0].plannedLosFile: Line 3 of bad.csv: write from,to.",
      ],
    ],
    [
      "without an end",
      'plannedLos: [{ from: "2026-03-01T10:15:00Z" }]',
      ["line 5: loops[0].plannedLos[0].to: This is missing."],
    ],
  ])("%s are a mistake", (_name, text, problems) => {
    expect(read(text, { "bad.csv": "from,to\nx,2026-03-01\n2026-03-01\n" })).toEqual(problems);
  });

  test("in a file that is something else are not named line by line without end", () => {
    const problems = read("plannedLosFile: other.csv", { "other.csv": "nonsense\n".repeat(500) });
    expect(problems).toHaveLength(11);
    expect(problems?.at(-1)).toBe("line 5: loops[0].plannedLosFile: 490 more lines of other.csv are wrong.");
  });
});

describe("a list of planned losses of signal", () => {
  test("may have a heading, remarks, quotes and semicolons", () => {
    const { windows, problems } = parsePlannedLos(
      '\uFEFF"From","To"\r\n# relay handover\r\n\r\n"2026-03-01T04:30:00Z" ; "2026-03-01T04:45"\r\n',
    );
    expect(problems).toEqual([]);
    expect(windows).toEqual([{ fromMs: at("2026-03-01T04:30:00Z"), toMs: at("2026-03-01T04:45:00Z") }]);
  });

  test("may be empty", () => {
    expect(parsePlannedLos("")).toEqual({ windows: [], problems: [] });
  });
});
