import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseConfig } from "../../server/start/choose-config.ts";
import { small } from "../boundary/config-cases.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const loopsAlone = small.slice(small.indexOf("loops:"));

function fileOf(text: string): string {
  const file = join(tempDirForTest(), "loopwatch.yaml");
  writeFileSync(file, text);
  return file;
}

describe("a server starts", () => {
  test("with loops and somebody to tell", () => {
    const file = fileOf(small);
    expect(chooseConfig(file, {})).toMatchObject({
      file,
      config: { notice: { people: [{ mail: "a@example.org" }] } },
    });
  });

  test("with the losses of signal that a file of their own names", () => {
    const dir = tempDirForTest();
    const list = join(dir, "passes.csv");
    writeFileSync(list, "from,to\n2026-03-01T04:30:00Z,2026-03-01T04:45:00Z\n");
    const file = fileOf(small.replace("coolant: water", `plannedLosFile: ${JSON.stringify(list)}`));
    expect(chooseConfig(file, {}).config.loops[0]?.plannedLos).toEqual([
      { fromMs: Date.UTC(2026, 2, 1, 4, 30), toMs: Date.UTC(2026, 2, 1, 4, 45) },
    ]);
  });

  test.each([
    ["with loops alone", loopsAlone, "mail.to: Name at least one address, or nobody is told."],
    [
      "with a list that names nobody",
      `mail: { to: [] }\n${loopsAlone}`,
      "line 1: mail.to: Name at least one address, or nobody is told.",
    ],
    [
      "where nobody hears of leaks",
      `people: [{ id: ann, mail: a@b.c }]\nroutes: [{ classes: [sensor], tell: [ann] }]\n${loopsAlone}`,
      "routes: Nobody would be told of a leak of loop loop-1",
    ],
    [
      "with a list of planned losses of signal that is not there",
      small.replace("coolant: water", "plannedLosFile: nowhere.csv"),
      "line 4: loops[0].plannedLosFile: nowhere.csv cannot be read.",
    ],
  ])("not %s", (_name, text, sentence) => {
    expect(() => chooseConfig(fileOf(text), {})).toThrow(sentence);
  });
});
