import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../simulator/command-line.ts";

describe("the command line", () => {
  test("runs the healthy loop of the MS-22 kind when nothing is said", () => {
    expect(parseCommandLine([])).toMatchObject({
      kind: "run",
      options: {
        url: "http://127.0.0.1:8420",
        loopId: "ms-22",
        scenario: { id: "healthy" },
        hold: false,
        speed: 10,
        seed: 1,
        holeMm: null,
        chargeL: null,
      },
    });
  });

  test("takes every option", () => {
    const args =
      "--url http://127.0.0.1:9 --loop b --scenario puncture --hold --speed 60 --seed 7 --hole-mm 0.3 --charge-l 80";
    const parsed = parseCommandLine(args.split(" "));
    expect(parsed).toMatchObject({
      kind: "run",
      options: {
        url: "http://127.0.0.1:9",
        loopId: "b",
        hold: true,
        speed: 60,
        seed: 7,
        holeMm: 0.3,
        chargeL: 80,
      },
    });
    expect(parsed.kind === "run" && parsed.options.scenario.disturbances[0]).toMatchObject({ holeMm: 0.3 });
  });

  test("the demonstration is the puncture, held for a visitor", () => {
    expect(parseCommandLine(["--demo"])).toMatchObject({
      kind: "run",
      options: { scenario: { id: "puncture" }, hold: true },
    });
  });

  test("--list prints a line for each scenario and exits 0", () => {
    const parsed = parseCommandLine(["--list"]);
    expect(parsed).toMatchObject({ kind: "exit", code: 0 });
    expect(parsed.kind === "exit" && parsed.text.trimEnd().split("\n")).toHaveLength(4);
  });

  test("--help prints the options and exits 0", () => {
    const parsed = parseCommandLine(["--help"]);
    expect(parsed).toMatchObject({ kind: "exit", code: 0, text: expect.stringContaining("--scenario") });
  });

  test.each([
    ["an unknown scenario", ["--scenario", "flood"], "healthy, slow-leak, puncture, thermal-transient"],
    ["a speed of 0", ["--speed", "0"], "from 1 to 600"],
    ["a speed that is no number", ["--speed", "fast"], "from 1 to 600"],
    ["an empty hole size", ["--hole-mm", ""], "from 0.005 to 20"],
    ["a charge that fills only the accumulator", ["--charge-l", "4"], "from 5"],
    ["a seed with a fraction", ["--seed", "1.5"], "whole number"],
    ["an address without a scheme", ["--url", "localhost"], "such as http://127.0.0.1:8420"],
    ["a loop name with a space", ["--loop", "a b"], "letters, digits"],
    ["an unknown option", ["--flood"], "--flood"],
    ["a stray word", ["puncture"], "too many arguments"],
  ])("%s is wrong use: exit 2 and a sentence", (_name, args, sentence) => {
    const parsed = parseCommandLine(args);
    expect(parsed).toMatchObject({ kind: "exit", code: 2, text: expect.stringContaining(sentence) });
  });
});
