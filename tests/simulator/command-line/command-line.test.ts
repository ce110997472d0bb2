import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../../simulator/command-line/command-line.ts";
import type { FileOptions, LiveOptions, LoadOptions } from "../../../simulator/command-line/options.ts";

const parse = (text: string, env = {}) => parseCommandLine(text === "" ? [] : text.split(" "), env);

function live(text: string, env = {}): LiveOptions {
  const parsed = parse(text, env);
  if (parsed.kind !== "live") throw new Error(`It is ${JSON.stringify(parsed)}.`);
  return parsed.options;
}

function file(text: string): FileOptions {
  const parsed = parse(text);
  if (parsed.kind !== "file") throw new Error(`It is ${JSON.stringify(parsed)}.`);
  return parsed.options;
}

function load(text: string): LoadOptions {
  const parsed = parse(text);
  if (parsed.kind !== "load") throw new Error(`It is ${JSON.stringify(parsed)}.`);
  return parsed.options;
}

describe("a live run", () => {
  test("is the healthy loop of the MS-22 kind for the local server when nothing is said", () => {
    expect(live("")).toEqual({
      story: {
        scenarioId: "healthy",
        variant: null,
        configPath: null,
        changes: null,
        holeMm: null,
        preludeS: null,
      },
      target: {
        kind: "http",
        origin: "http://127.0.0.1:8420",
        writeUrl: "http://127.0.0.1:8420/write?db=loopwatch&precision=ms",
        authorization: null,
        precision: "ms",
        isLoopwatch: true,
      },
      loopId: null,
      seed: 1,
      speed: 10,
      hold: false,
      json: false,
    });
  });

  test("takes every option", () => {
    const text =
      "--url http://127.0.0.1:9 --loop b --scenario S05 --variant 0.2mm --hold --speed 60 --seed 7 --hole-mm 0.3 --prelude 15min --set pump.nominalRpm=9000 --json";
    expect(live(text)).toMatchObject({
      story: {
        scenarioId: "S05",
        variant: "0.2mm",
        holeMm: 0.3,
        preludeS: 900,
        changes: { pump: { nominalRpm: 9000 } },
      },
      target: { origin: "http://127.0.0.1:9" },
      loopId: "b",
      hold: true,
      speed: 60,
      seed: 7,
      json: true,
    });
  });

  test("of a demonstration is the puncture, held for a visitor", () => {
    expect(live("--demo")).toMatchObject({ story: { scenarioId: "puncture" }, hold: true });
  });

  test("of a user's own file has no other story", () => {
    expect(live("--config plant.yaml")).toMatchObject({
      story: { scenarioId: null, configPath: "plant.yaml" },
    });
  });

  test("can go to a broker", () => {
    const { target } = live("--mqtt mqtt://me:pw@broker --topic plant/cooling --mqtt-format lines");
    expect(target).toEqual({
      kind: "mqtt",
      brokerUrl: "mqtt://broker:1883",
      user: "me",
      password: "pw",
      prefix: "plant/cooling",
      format: "lines",
    });
    expect(live("--mqtt mqtts://broker").target).toMatchObject({ prefix: "loopwatch", format: "dsx" });
  });

  test("takes its token from the environment, where no list of processes shows it", () => {
    expect(live("", { INFLUX_TOKEN: "abc" }).target).toMatchObject({ authorization: "Token abc" });
    expect(live("", { INFLUX_TOKEN: "" }).target).toMatchObject({ authorization: null });
  });
});

describe("a file", () => {
  test("starts at the same moment every time, so that the same seed gives the same bytes", () => {
    expect(file("--scenario S01 --out run.csv")).toMatchObject({
      story: { scenarioId: "S01" },
      out: { path: "run.csv", format: "csv" },
      startMs: Date.parse("2022-12-14T21:45:00Z"),
      lengthS: null,
    });
  });

  test("can start elsewhere and have another length", () => {
    expect(file("--out a/b.LP --start 2024-02-29T12:00:00+02:00 --length 60d --prelude 90s")).toMatchObject({
      out: { path: "a/b.LP", format: "lp" },
      startMs: Date.parse("2024-02-29T10:00:00Z"),
      lengthS: 5_184_000,
      story: { preludeS: 90 },
    });
  });

  test.each([
    ["2022-12-14", "2022-12-14T00:00:00Z"],
    ["2022-12-14T21:45", "2022-12-14T21:45:00Z"],
    ["2022-12-14T21:45:00", "2022-12-14T21:45:00Z"],
    ["2022-12-14T21:45:00.250Z", "2022-12-14T21:45:00Z"],
    ["2022-12-14T21:45:00-03:30", "2022-12-15T01:15:00Z"],
  ])("starts at %s, which is %s", (text, utc) => {
    expect(file(`--out a.csv --start ${text}`).startMs).toBe(Date.parse(utc));
  });

  test("can be a device, which takes line protocol", () => {
    expect(file("--out /dev/stdout").out).toEqual({ path: "/dev/stdout", format: "lp" });
  });
});

describe("a load", () => {
  test("is a thousand loops at ten points a second, one in a hundred leaking, until it is stopped", () => {
    expect(load("--load")).toMatchObject({
      loops: 1000,
      rateHz: 10,
      leakShare: 0.01,
      seconds: null,
      seed: 1,
      target: { kind: "http", origin: "http://127.0.0.1:8420" },
    });
  });

  test("takes every option, and a file", () => {
    const text = "--load --loops 20 --rate 0.5 --leaks 0 --seconds 60 --seed 3 --json";
    expect(load(`${text} --out load.lp`)).toEqual({
      loops: 20,
      rateHz: 0.5,
      leakShare: 0,
      seconds: 60,
      seed: 3,
      json: true,
      target: { kind: "file", path: "load.lp", format: "lp" },
    });
  });
});

describe("--set", () => {
  test.each([
    ["a value of a part", ["accumulator.gasL=2"], { accumulator: { gasL: 2 } }],
    ["several of one part", ["pump.flowLpm=5", "pump.rampS=3"], { pump: { flowLpm: 5, rampS: 3 } }],
    ["the later of two", ["coolant=water", "coolant=pg25"], { coolant: "pg25" }],
    [
      "segments by their names",
      ["segments.radiator.boreMm=4", "segments.radiator.heat.areaM2=5", "segments.feed.nodes=3"],
      {
        segments: [
          { name: "radiator", boreMm: 4, heat: { areaM2: 5 } },
          { name: "feed", nodes: 3 },
        ],
      },
    ],
    [
      "sensors by their channels",
      ["sensors.flow_lpm.bias=-0.1"],
      { sensors: [{ channel: "flow_lpm", bias: -0.1 }] },
    ],
    ["nothing", ["makeUp=null"], { makeUp: null }],
    ["a span as text", ["link.delayS=3s"], { link: { delayS: "3s" } }],
    ["a whole part", ["link=none", "link.delayS=1"], { link: { delayS: 1 } }],
  ])("changes %s", (_name, settings, changes) => {
    const parsed = parseCommandLine(settings.flatMap((setting) => ["--set", setting]));
    expect(parsed).toMatchObject({ kind: "live", options: { story: { changes } } });
  });

  test.each([
    "accumulator.gasL",
    "=2",
    "a..b=1",
    "__proto__.x=1",
    "segments.radiator=1",
    "a=[1,2]",
    "a={b: 1}",
    "a=[",
  ])("does not take %s", (setting) => {
    const parsed = parseCommandLine(["--set", setting]);
    expect(parsed).toMatchObject({ kind: "exit", code: 2, text: expect.stringContaining("--set") });
  });
});

describe("answers", () => {
  test("--list asks for the list, for people or for programs", () => {
    expect(parse("--list")).toEqual({ kind: "list", json: false });
    expect(parse("--list --json")).toEqual({ kind: "list", json: true });
  });

  test("--help prints every option and exits 0", () => {
    const parsed = parse("--help");
    expect(parsed).toMatchObject({ kind: "exit", code: 0 });
    const text = parsed.kind === "exit" ? parsed.text : "";
    for (const option of ["--scenario", "--out", "--mqtt", "--load", "--set", "--json"])
      expect(text).toContain(option);
  });
});

describe("wrong use", () => {
  test.each([
    ["a speed of 0", "--speed 0", "from 1 to 600"],
    ["a speed that is no number", "--speed fast", "from 1 to 600"],
    ["a hole larger than any pipe", "--hole-mm 21", "from 0.005 to 20"],
    ["a seed with a fraction", "--seed 1.5", "whole number"],
    ["an address without a scheme", "--url localhost", "such as http://127.0.0.1:8420"],
    ["a broker without a scheme", "--mqtt localhost", "mqtt://127.0.0.1:1883"],
    ["a topic with a wildcard", "--mqtt mqtt://h --topic a/#", "plant/cooling"],
    ["an unknown format", "--mqtt mqtt://h --mqtt-format xml", "dsx, lines"],
    ["a loop name with a slash", "--loop a/b", "letters, digits"],
    ["a span without a unit we know", "--prelude 3weeks", "90s, 15min, 3h or 60d"],
    ["a length of nothing", "--out a.csv --length 0", "at least a second"],
    ["a start in no month", "--out a.csv --start 2022-13-14", "without a zone it is UTC"],
    ["a start on no day", "--out a.csv --start 2022-02-31", "without a zone it is UTC"],
    ["a start on a leap day of no leap year", "--out a.csv --start 2022-02-29T12:00:00Z", "zone it is UTC"],
    ["a start at no hour", "--out a.csv --start 2022-02-28T25:00:00", "without a zone it is UTC"],
    ["no points", "--load --rate 0", "above zero (at least one a day, 0.0000116) and up to 1000."],
    ["a file with another ending", "--out run.txt", ".csv or .lp"],
    ["no loops", "--load --loops 0", "from 1 to"],
    ["a share above one", "--load --leaks 2", "from 0 to 1"],
    ["an unknown option", "--flood", "--flood"],
    ["a stray word", "puncture", "too many arguments"],
  ])("%s: exit 2 and a sentence", (_name, text, sentence) => {
    expect(parse(text)).toMatchObject({ kind: "exit", code: 2, text: expect.stringContaining(sentence) });
  });

  test.each([
    ["two places", "--url http://h --mqtt mqtt://h", "--url and --mqtt are two places"],
    ["a file and a server", "--url http://h --out a.csv", "--url and --out are two places"],
    ["a file and a broker", "--mqtt mqtt://h --out a.csv", "--mqtt and --out are two places"],
    ["two stories", "--demo --scenario S01", "--demo and --scenario are two stories"],
    [
      "a file of one's own and a story",
      "--config a.yaml --scenario S01",
      "--config and --scenario are two stories",
    ],
    ["a variant of nothing", "--variant 0.2mm", "--variant needs the --scenario"],
    ["a topic without a broker", "--topic a", "--topic needs --mqtt"],
    ["a format without a broker", "--mqtt-format lines", "--mqtt-format needs --mqtt"],
    ["a speed for a file", "--out a.csv --speed 10", "--speed is for a live run"],
    ["a visitor for a file", "--out a.csv --hold", "--hold is for a live run"],
    ["a start of a live run", "--start 2022-12-14", "--start is for a file"],
    ["a length of a live run", "--length 3h", "--length is for a file"],
    ["loops without a load", "--loops 5", "--loops needs --load"],
    ["a story for a load", "--load --scenario S01", "--scenario has no meaning for --load"],
    ["a hole for a load", "--load --hole-mm 1", "--hole-mm has no meaning for --load"],
    ["a load for a broker", "--load --mqtt mqtt://h", "--mqtt cannot take --load"],
    ["a load into two places", "--load --url http://h --out a.lp", "--url and --out are two places"],
    ["a load as a table", "--load --out a.csv", "ends with .lp"],
  ])("%s makes no sense: exit 2 and a sentence", (_name, text, sentence) => {
    expect(parse(text)).toMatchObject({ kind: "exit", code: 2, text: expect.stringContaining(sentence) });
  });
});
