import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTempDir } from "../../support/temp-dir.ts";
import { simulate } from "./program.ts";

let dir: string;
beforeEach(() => {
  dir = createTempDir();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Writes a story into a folder of its own and reads everything that came of it. */
async function write(name: string, args: readonly string[], file = "run.lp") {
  const { code, stdout } = await simulate([...args, "--out", join(dir, `${name}-${file}`)]);
  const files = readdirSync(dir)
    .filter((found) => found.startsWith(`${name}-`))
    .toSorted();
  const texts = files.map((found) => readFileSync(join(dir, found), "utf8"));
  return { code, stdout, files: files.map((found) => found.slice(name.length + 1)), texts };
}

const short = ["--prelude", "10min", "--length", "20min"];

describe("a story in a file", () => {
  test.each([["S05"], ["N11"]])(
    "%s is the same bytes for the same seed, truth and calendar too",
    async (id) => {
      const args = ["--scenario", id, "--seed", "7", ...short];
      const [one, two] = await Promise.all([write("one", args), write("two", args)]);
      expect(one.code).toBe(0);
      expect(one.files).toEqual(expect.arrayContaining(["run.lp", "run.truth.json"]));
      expect(two.files).toEqual(one.files);
      expect(two.texts).toEqual(one.texts);
    },
  );

  test("differs with another seed", async () => {
    const [one, two] = await Promise.all(
      ["7", "8"].map((seed) => write(`seed${seed}`, ["--scenario", "S01", "--seed", seed, ...short])),
    );
    expect(one?.texts[0]).not.toEqual(two?.texts[0]);
  });

  test("of CSV has a header, rows a second apart, and a truth that knows the leak", async () => {
    const { code, files, texts, stdout } = await write(
      "csv",
      ["--scenario", "puncture", ...short, "--json"],
      "run.csv",
    );
    expect(code).toBe(0);
    const [telemetry = "", truth = ""] = texts;
    expect(files).toEqual(["run.csv", "run.truth.json"]);
    const [header, first, second] = telemetry.split("\n");
    expect(header).toMatch(/^time,accumulator_pressure_kpa,/);
    expect(Date.parse(second?.split(",")[0] ?? "") - Date.parse(first?.split(",")[0] ?? "")).toBe(1000);
    const told = JSON.parse(truth) as { isLeak: boolean; eventMs: number; leaks: { fromMs: number }[] };
    expect(told).toMatchObject({ isLeak: true });
    expect(told.leaks[0]?.fromMs).toBe(told.eventMs);
    expect(JSON.parse(stdout)).toMatchObject({
      scenario: "puncture",
      loop: "ms-22",
      rejected: 0,
      notSent: 0,
    });
  });
});

describe("what cannot be is said with its place, and ends with 2", () => {
  const plant = (volumeL: string, coolant = "water"): string => `name: Bad
coolant: ${coolant}
reference: { tempC: 20, pressureKpa: 250 }
segments:
  - { name: supply, volumeL: ${volumeL}, nodes: 4, boreMm: 25 }
  - { name: racks, volumeL: 30, nodes: 4, boreMm: 12, heat: { kind: load, watts: 5000 } }
  - { name: exchanger, volumeL: 10, nodes: 4, boreMm: 12, heat: { kind: ambient exchanger, wPerK: 1500 } }
accumulator: { liquidL: 4, gasL: 4 }
pump: { flowLpm: 20, headKpa: 120 }
surroundings: { kind: ground, ambientC: 12 }
sensors:
  - { channel: suction_kpa, measure: pressure, at: accumulator }
`;
  const story = (holeMm: number): string =>
    `title: A hole\nsummary: A hole opens.\nplant: soyuz\nlengthS: 1h\nevents:\n  - { kind: leak, at: radiator, position: 1, size: { kind: hole, holeMm: ${holeMm} } }\n`;

  test.each([
    ["a negative volume", plant("-3"), /segments\[0\]\.volumeL \(line 5\): -3 is not a volume/],
    [
      "an unknown coolant",
      plant("20", "amonia"),
      /coolant \(line 2\): "amonia" is not a known coolant.*"ammonia"/,
    ],
    ["a hole larger than the pipe", story(40), /events\[0\].*\(line 6\).*40 mm is larger than the pipe/],
    ["an empty file", "", /^mine\.yaml: The file is empty\.$/m],
    ["a picture", "\x89PNG\r\n\x1a\n\0\0", /^mine\.yaml: This is not text;[ -~]*\n$/],
    ["no YAML at all", "name: [", /line 1/],
  ])("%s", async (_name, text, sentence) => {
    const path = join(dir, "mine.yaml");
    writeFileSync(path, text);
    const { code, stderr } = await simulate(["--config", path, "--out", join(dir, "x.lp")]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect(readdirSync(dir)).toEqual(["mine.yaml"]);
  });

  test("a file that is not there", async () => {
    const { code, stderr } = await simulate(["--config", join(dir, "none.yaml")]);
    expect(stderr).toContain("This file cannot be read: it is not there.");
    expect(code).toBe(2);
  });

  test("a hole from the command line for a story without one", async () => {
    const { code, stderr } = await simulate([
      "--scenario",
      "N11",
      "--hole-mm",
      "1",
      "--out",
      join(dir, "x.lp"),
    ]);
    expect(stderr).toBe('The story "N11" has no hole whose size --hole-mm could say; leave it out.\n');
    expect(code).toBe(2);
    expect(readdirSync(dir)).toEqual([]);
  });

  test("a hole from the command line that no pipe has room for", async () => {
    const { code, stderr } = await simulate([
      "--scenario",
      "S01",
      "--hole-mm",
      "20",
      "--out",
      join(dir, "x.lp"),
    ]);
    expect(stderr).toMatch(/20 mm is larger than the pipe/);
    expect(code).toBe(2);
  });
});

test("a folder that is not there is a sentence and 1: the command was right, the disk was not", async () => {
  const { code, stderr } = await simulate(["--scenario", "S01", "--out", join(dir, "none", "x.lp")]);
  expect(stderr).toContain("x.lp");
  expect(code).toBe(1);
});

test("the list names every story with its variants, for people and for programs", async () => {
  const [people, programs] = await Promise.all([simulate(["--list"]), simulate(["--list", "--json"])]);
  for (const id of ["S01", "S07", "N08", "N12", "puncture"])
    expect(people.stdout).toMatch(new RegExp(`^${id} `, "m"));
  const listed = JSON.parse(programs.stdout) as { id: string; variants: { id: string }[] }[];
  expect(listed).toHaveLength(16);
  expect(listed.find(({ id }) => id === "S01")?.variants.length).toBeGreaterThan(0);
});
