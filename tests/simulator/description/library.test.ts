import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  listPlants,
  listScenarios,
  loadPlant,
  loadScenario,
} from "../../../simulator/description/library.ts";
import { type Parsed, renderProblems } from "../../../simulator/description/problem.ts";
import { loadUserPlant, loadUserScenario } from "../../../simulator/description/user-file.ts";
import { plantText } from "./plant-text.ts";

const sentencesOf = (parsed: Parsed<unknown>): string =>
  parsed.kind === "known" ? "" : renderProblems(parsed.problems, "");

function known<T>(parsed: Parsed<T>): T {
  if (parsed.kind === "known") return parsed.value;
  throw new Error(sentencesOf(parsed));
}

describe("what comes with the program", () => {
  test.each(listPlants())("the plant %s has no problems", (id) => {
    expect(sentencesOf(loadPlant(id))).toBe("");
  });

  test.each(
    listScenarios().flatMap(({ id, variants }) =>
      [null, ...variants.map((v) => v.id)].map((variant) => ({ id, variant })),
    ),
  )("the scenario $id, variant $variant, has no problems", ({ id, variant }) => {
    expect(sentencesOf(loadScenario(id, variant))).toBe("");
  });

  test("leaks come first, then what must stay quiet, then demonstrations; each has one plain sentence", () => {
    const ids = listScenarios().map(({ id }) => id);
    const ranks = ids.map((id) => (/^S\d/.test(id) ? 0 : /^N\d/.test(id) ? 1 : 2));
    expect(ranks).toEqual(ranks.toSorted());
    expect(ids).toEqual(expect.arrayContaining(["healthy", "slow-leak", "puncture", "thermal-transient"]));
    for (const { summary } of listScenarios()) expect(summary).toMatch(/^[A-Z].*\.$/);
  });

  test("the demonstrations are stories of one plant, so that they can follow each other", () => {
    const plants = ["healthy", "slow-leak", "puncture", "thermal-transient"].map(
      (id) => known(loadScenario(id)).plantId,
    );
    expect(new Set(plants)).toEqual(new Set(["soyuz"]));
  });

  test("the Soyuz loop sends the channels that the example configuration reads", () => {
    expect(known(loadPlant("soyuz")).sensors.map(({ channel }) => channel)).toEqual([
      "accumulator_pressure_kpa",
      "pump_out_pressure_kpa",
      "radiator_in_c",
      "radiator_out_c",
      "accumulator_c",
      "flow_lpm",
    ]);
  });

  test("an unknown name is told with those that are there", () => {
    expect(sentencesOf(loadScenario("punctur"))).toContain(
      'There is no scenario "punctur". Did you mean "puncture"?',
    );
    expect(sentencesOf(loadPlant("soyz"))).toContain('There is no plant "soyz". Did you mean "soyuz"?');
  });

  test("changes of the caller reach the plant", () => {
    const { plant } = known(loadScenario("healthy", null, { surroundings: { betaDeg: 70 } }));
    expect(plant.surroundings).toMatchObject({ betaDeg: 70 });
  });
});

describe("a user's file", () => {
  const folder = mkdtempSync(join(tmpdir(), "loopwatch-user-file-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const head = "title: Mine\nsummary: Mine.\nlengthS: 1h\n";

  test("that is a plant runs healthy", () => {
    const path = write("mine.yaml", plantText);
    expect(known(loadUserPlant(path)).name).toBe("Test loop");
    expect(known(loadUserScenario(path))).toMatchObject({
      id: "mine",
      plantId: "mine",
      eventDelayS: null,
      events: [],
      plant: { name: "Test loop" },
    });
  });

  test("that is a plant takes changes and tells mistakes at their own place", () => {
    const path = write("changed.yaml", plantText);
    const changed = known(loadUserScenario(path, null, { surroundings: { betaDeg: 5 } }));
    expect(changed.plant.surroundings).toMatchObject({ betaDeg: 5 });
    const wrong = write("wrong.yaml", plantText.replace("volumeL: 10", "volumeL: -3"));
    expect(sentencesOf(loadUserScenario(wrong))).toBe(
      "segments[2].volumeL (line 7 of wrong.yaml): -3 is not a volume; write litres above zero.",
    );
  });

  test("that is a scenario finds its plant beside itself", () => {
    write("beside.yaml", plantText);
    const path = write("story.yaml", `${head}plant: ./beside.yaml\n`);
    expect(known(loadUserScenario(path))).toMatchObject({
      plantId: "./beside.yaml",
      plant: { name: "Test loop" },
    });
  });

  test("that is a scenario may use a plant that comes with the program", () => {
    const path = write("shipped.yaml", `${head}plant: soyuz\n`);
    expect(known(loadUserScenario(path)).plant.coolant).toBe("isooctane");
  });

  test("that is empty, missing or names a plant that is not there is told in a sentence", () => {
    expect(sentencesOf(loadUserScenario(write("empty.yaml", "")))).toBe("empty.yaml: The file is empty.");
    expect(sentencesOf(loadUserScenario(join(folder, "none.yaml")))).toBe(
      "none.yaml: This file cannot be read: it is not there.",
    );
    expect(sentencesOf(loadUserScenario(write("lost.yaml", `${head}plant: ./none.yaml\n`)))).toContain(
      'plant (line 4 of lost.yaml): There is no plant "./none.yaml".',
    );
  });

  const outside =
    "lies outside this file's folder; put the plant beside this file, or write it here as a mapping.";

  test.each(["/etc/resolv.conf", "../mine.yaml", "sub/../../mine.yaml", join(folder, "mine.yaml")])(
    "that names %s as its plant is refused unread: it is not below the file",
    (plant) => {
      const path = write("astray.yaml", `${head}plant: ${plant}\n`);
      expect(sentencesOf(loadUserScenario(path))).toBe(
        `plant (line 4 of astray.yaml): ${JSON.stringify(plant)} ${outside}`,
      );
    },
  );

  test("that is a scenario finds its plant in a folder below, and behind a link beside it", () => {
    mkdirSync(join(folder, "plants"));
    write("plants/below.yaml", plantText);
    symlinkSync(join(folder, "plants/below.yaml"), join(folder, "..linked.yaml"));
    for (const plant of ["plants/below.yaml", "./plants/../plants/below.yaml", "..linked.yaml"]) {
      const path = write("above.yaml", `${head}plant: ${plant}\n`);
      expect(known(loadUserScenario(path)).plant.name).toBe("Test loop");
    }
  });

  test("that names a plant which is no plant is told with the plant's own name", () => {
    write("notes.txt", "Only words.\n");
    const path = write("noted.yaml", `${head}plant: notes.txt\n`);
    expect(sentencesOf(loadUserScenario(path))).toBe(
      "notes.txt (line 1): The file must hold keys with values, like `name: my loop`.",
    );
  });

  test("that is a folder, a device or a large file is refused before it is read", () => {
    const large = write("large.yaml", `# ${"x".repeat(1_000_000)}\n${plantText}`);
    const tooLarge = "This file has more than a megabyte; plant and scenario files have some kilobytes.";
    expect(sentencesOf(loadUserScenario(large))).toBe(`large.yaml: ${tooLarge}`);
    expect(sentencesOf(loadUserPlant(folder))).toContain("This is a folder; name a file in it.");
    expect(sentencesOf(loadUserPlant("/dev/zero"))).toBe("zero: This is a device or a pipe; name a file.");
    const path = write("heavy.yaml", `${head}plant: large.yaml\n`);
    expect(sentencesOf(loadUserScenario(path))).toBe(
      `plant (line 4 of heavy.yaml): "large.yaml": ${tooLarge}`,
    );
  });
});
