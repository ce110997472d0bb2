import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { tempDirForTest } from "../support/temp-dir.ts";
import { runCommand } from "../support/test-terminal.ts";

const example = fileURLToPath(new URL("../../loopwatch.example.yaml", import.meta.url));

function configFile(text: string): string {
  const file = join(tempDirForTest(), "loopwatch.yaml");
  writeFileSync(file, text);
  return file;
}

const loopsAlone =
  "loops: [{ id: one, channels: [{ id: p, role: pressure, source: { measurement: m, field: p } }] }]\n";

describe("wrong use is exit code 2 with a sentence", () => {
  test.each([
    ["an unknown command", ["watch"], "unknown command 'watch'"],
    ["an unknown option", ["check", "--colour"], "unknown option '--colour'"],
    ["a replay of nothing", ["replay", "--format", "lp"], "missing required argument 'path'"],
    ["a replay without a format", ["replay", "x"], "required option '--format <format>' not specified"],
    ["a format we do not read", ["replay", "--format", "pdf", "x"], "Allowed choices are iss, lp."],
    [
      "a speed that stands still",
      ["replay", "--format", "lp", "--speed", "0", "x"],
      "It is max or a number above 0.",
    ],
    [
      "a speed that is none",
      ["replay", "--format", "lp", "--speed", "fast", "x"],
      "It is max or a number above 0.",
    ],
    ["a year that is none", ["replay", "--format", "iss", "--year", "18", "x"], "It is a year such as 2018."],
    [
      "an address that is none",
      ["replay", "--format", "lp", "--url", "here", "x"],
      "It is an address such as http://127.0.0.1:8420.",
    ],
  ])("%s", async (_name, args, sentence) => {
    const { code, err, out } = await runCommand(args);
    expect(err).toContain(sentence);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});

test("help and version are exit code 0", async () => {
  const help = await runCommand(["--help"]);
  expect(help.code).toBe(0);
  for (const name of ["serve", "simulate", "replay", "backtest", "check"]) expect(help.out).toContain(name);
  const version = await runCommand(["--version"]);
  expect(version).toMatchObject({ code: 0, err: "" });
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("check", () => {
  test("says that a good file is fine", async () => {
    expect(await runCommand(["check", "--config", example])).toMatchObject({
      code: 0,
      out: `${example} is fine: ms-22, iss-a, iss-b; 12 channels.\n`,
      err: "",
    });
  });

  test("names every problem with its line, and answers no", async () => {
    const file = configFile("mail: { to: [] }\nloops: []\nlisten: { hots: x }\n");
    const { code, out } = await runCommand(["check", "--config", file], { env: { PORT: "x" } });
    expect(out.split("\n")).toEqual([
      "PORT: This must be a port number from 0 to 65535.",
      "line 1: mail.to: Name at least one address, or nobody is told.",
      "line 2: loops: Name at least one loop, or there is nothing to watch.",
      "line 3: listen.hots: There is no such setting; did you mean host?",
      `${file} has 4 problems.`,
      "",
    ]);
    expect(code).toBe(1);
  });

  test("gives its answer as JSON when asked", async () => {
    const file = configFile("loops: 5");
    const { out, code } = await runCommand(["check", "--json", "--config", file]);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      file,
      problems: [{ path: "loops", line: 1, message: "This must be a list." }],
    });
    expect(code).toBe(1);
  });

  test("refuses, as a server does, a file by which nobody would be told", async () => {
    const file = configFile(loopsAlone);
    expect(await runCommand(["check", "--config", file])).toMatchObject({
      code: 1,
      out: `line 1: mail.to: Name at least one address, or nobody is told.\n${file} has a problem.\n`,
    });
    const routed = configFile(`mail: {}\npeople: [{ id: ann, mail: ann@example.org }]
routes: [{ classes: [sensor], tell: [ann] }]\n${loopsAlone}`);
    const { code, out } = await runCommand(["check", "--config", routed]);
    expect(out).toMatch(/^line 3: routes: Nobody would be told of a leak of loop one /);
    expect(code).toBe(1);
  });

  test("takes it for a backtest, and says what a server still needs", async () => {
    const file = configFile(loopsAlone);
    const { out, code } = await runCommand(["check", "--for", "backtest", "--config", file]);
    expect(out).toBe(
      `${file} is fine: one; 1 channel.\nFor serve, line 1: mail.to: Name at least one address, or nobody is told.\n`,
    );
    expect(code).toBe(0);
    const json = await runCommand(["check", "--for", "backtest", "--json", "--config", file]);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: true,
      notes: ["For serve, line 1: mail.to: Name at least one address, or nobody is told."],
    });
  });

  test("of a file that is not there is one sentence", async () => {
    expect(await runCommand(["check", "--config", "/no/such/file.yaml"])).toMatchObject({
      code: 1,
      out: "",
      err: "/no/such/file.yaml cannot be read. Say which file with --config.\n",
    });
  });
});
