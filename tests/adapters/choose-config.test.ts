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
    expect(chooseConfig(file, {})).toMatchObject({ file, config: { mail: { to: ["a@example.org"] } } });
  });

  test.each([
    ["with loops alone", loopsAlone, "mail.to: Name at least one address, or nobody is told."],
    [
      "with a list that names nobody",
      `mail: { to: [] }\n${loopsAlone}`,
      "line 1: mail.to: Name at least one address, or nobody is told.",
    ],
  ])("not %s", (_name, text, sentence) => {
    expect(() => chooseConfig(fileOf(text), {})).toThrow(sentence);
  });
});
