import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configOf, problemsOf, small } from "./config-cases.ts";

const example = readFileSync(new URL("../../loopwatch.example.yaml", import.meta.url), "utf8");

describe("the example file", () => {
  test("is a valid configuration of three loops", () => {
    const { loops, listen, store, dataDir } = configOf(example);
    expect(loops.map((loop) => loop.id)).toEqual(["ms-22", "iss-a", "iss-b"]);
    expect({ listen, store, dataDir }).toEqual({
      listen: { host: "127.0.0.1", port: 8420 },
      store: { kind: "auto" },
      dataDir: "./data",
    });
  });

  test("names the fields that the built-in simulator sends", () => {
    const [loop] = configOf(example).loops;
    expect(loop?.channels.map((channel) => channel.source)).toEqual(
      [
        "accumulator_pressure_kpa",
        "pump_out_pressure_kpa",
        "radiator_in_c",
        "radiator_out_c",
        "accumulator_c",
        "flow_lpm",
      ].map((field) => ({ measurement: "coolant_loop", tags: { loop: "ms-22" }, field })),
    );
    expect(loop).toMatchObject({
      chargeL: 44,
      minimumInventoryL: 40,
      learningMs: 3 * 3_600_000,
      accumulator: { volumeL: 8, gasL: 4 },
    });
  });

  test("names the channels of the station's recordings, which report on change", () => {
    const channels = configOf(example)
      .loops.slice(1)
      .flatMap((loop) => loop.channels);
    expect(channels.map((channel) => channel.source.tags["id"])).toEqual([
      "S1000001",
      "S1000002",
      "S1000003",
      "P1000001",
      "P1000002",
      "P1000003",
    ]);
    expect(new Set(channels.map((channel) => `${channel.reporting} ${channel.maxAgeMs}`))).toEqual(
      new Set(["on-change 1800000"]),
    );
  });
});

describe("the bound of the spool", () => {
  test("is given in megabytes", () => {
    expect(configOf(`spoolMb: 500\n${small}`).spoolBytes).toBe(500_000_000);
  });

  test("may not be too small for a few bodies", () => {
    expect(problemsOf(`spoolMb: 1\n${small}`)[0]).toContain("line 1: spoolMb");
  });
});

describe("a small file", () => {
  test("gets sensible values for what it leaves out", () => {
    const config = configOf(small);
    expect(config).toMatchObject({
      listen: { host: "127.0.0.1", port: 8420 },
      dataDir: "./data",
      store: { kind: "auto" },
      retentionDays: 30,
      rollupDays: 1826,
      spoolBytes: 2_000_000_000,
      publicUrl: null,
    });
    expect(config.loops[0]).toEqual({
      id: "loop-1",
      name: "loop-1",
      coolant: "water",
      chargeL: 100,
      referenceTempC: 20,
      referencePressureKpa: 300,
      accumulator: { volumeL: 10, gasL: 6 },
      minimumInventoryL: 96,
      learningMs: 6 * 3_600_000,
      falseAlarmsPerYear: 1,
      responseTimeMs: 30 * 60_000,
      assumed: [],
      channels: [
        {
          id: "pressure",
          name: "pressure",
          role: "pressure",
          unit: "kPa",
          position: null,
          source: { measurement: "coolant_loop", tags: { loop: "loop-1" }, field: "p" },
          reporting: "periodic",
          maxAgeMs: 15_000,
          range: { low: 0.5, high: 900 },
          box: null,
          step: 0,
          limits: [],
        },
      ],
      plannedLos: [],
    });
  });
});

describe("a mistake", () => {
  test.each([
    [
      "in a key is named with its line and the likely word",
      small.replace("coolant:", "colant:"),
      ["line 4: loops[0].colant: There is no such setting; did you mean coolant?"],
    ],
    [
      "in a key without a likely word",
      `${small}colour: red\n`,
      ["line 12: colour: There is no such setting."],
    ],
    [
      "in a coolant",
      small.replace("water", "whisky"),
      ["line 4: loops[0].coolant: This must be one of: ammonia, water, pg25, hfe-7200, isooctane."],
    ],
    [
      "in a type",
      small.replace("chargeL: 100", "chargeL: lots"),
      ["line 5: loops[0].chargeL: This must be a number."],
    ],
    [
      "in a sign",
      small.replace("chargeL: 100", "chargeL: -1"),
      ["line 5: loops[0].chargeL: This must be more than 0."],
    ],
    [
      "in a time span",
      small.replace("coolant:", "learning: soon\n    coolant:"),
      ["line 4: loops[0].learning: Write a time span like 15 s, 5min, 3h or 2 d."],
    ],
    [
      "in a time span that is a bare number",
      small.replace("coolant:", "learning: 1\n    coolant:"),
      ["line 4: loops[0].learning: Write a time span like 15 s, 5min, 3h or 2 d."],
    ],
    [
      "in a time span that is none at all",
      small.replace("coolant:", "learning: 0s\n    coolant:"),
      ["line 4: loops[0].learning: This must be longer than nothing."],
    ],
    [
      "in an id",
      small.replace("id: loop-1", "id: loop 1"),
      [
        "line 3: loops[0].id: Use letters, digits, dots, dashes and underscores, at most 64, the first a letter or digit.",
      ],
    ],
    [
      "in an accumulator that holds no coolant",
      small.replace("gasL: 6", "gasL: 10"),
      [
        "line 7: loops[0].accumulator.gasL: The gas must leave room for coolant: gasL must be less than volumeL (10).",
      ],
    ],
    [
      "in a charge smaller than the accumulator's coolant",
      small.replace("chargeL: 100", "chargeL: 4"),
      ["line 5: loops[0].chargeL: The charge must be more than the accumulator's own coolant (4 L)."],
    ],
    [
      "in a minimum above the charge",
      small.replace("coolant:", "minimumInventoryL: 100\n    coolant:"),
      ["line 4: loops[0].minimumInventoryL: This must be less than chargeL (100)."],
    ],
    [
      "in a unit that does not fit the role",
      small.replace("role: pressure", "role: pressure\n        unit: degC"),
      ["line 11: loops[0].channels[0].unit: A pressure channel is in kPa."],
    ],
    [
      "in a range",
      small.replace("role: pressure", "role: pressure\n        range: { low: 5, high: 5 }"),
      ["line 11: loops[0].channels[0].range: low must be less than high."],
    ],
    [
      "in a missing field name",
      small.replace("source: { field: p }", "source: {}"),
      ["line 11: loops[0].channels[0].source.field: Name the field that carries this channel."],
    ],
    [
      "in an address for mails",
      small.replace("a@example.org", "someone"),
      ["line 1: mail.to[0]: Write an e-mail address like operator@example.org."],
    ],
    [
      "in a loop without a channel that shows a loss or a fault",
      small.replace("role: pressure", "role: temperature"),
      [
        "line 8: loops[0].channels: A loop needs at least one channel of pressure, quantity, flow, vibration, make-up-volume or wetness; nothing else shows a loss or a fault.",
      ],
    ],
    [
      "in a public address",
      `${small}publicUrl: loopwatch\n`,
      ["line 12: publicUrl: This is not an address like https://loopwatch.example.org."],
    ],
    [
      "in a store without an address",
      `${small}store: { kind: influx }\n`,
      ["line 12: store.url: Say where InfluxDB is, here or in INFLUX_URL."],
    ],
    ["in a port", `${small}listen: { port: 70000 }\n`, ["line 12: listen.port: This must be at most 65535."]],
    [
      "in mails to nobody",
      small.replace("to: [a@example.org]", "from: a@example.org"),
      ["line 1: mail.to: This is missing."],
    ],
    [
      "in a list that names nobody",
      small.replace("[a@example.org]", "[]"),
      ["line 1: mail.to: Name at least one address, or nobody is told."],
    ],
  ])("%s", (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test("does not hide the mistakes in other loops and in other parts of the file", () => {
    const second = small.slice(small.indexOf("  - id")).replace("loop-1", "loop-2").replace("water", "tea");
    const problems = problemsOf(
      `retentionDays: never\n${small.replace("chargeL: 100", "chargeL: 0")}${second}`,
      { PORT: "x" },
    );
    expect(problems.map((problem) => problem.replace(/: [A-Z].*/, ""))).toEqual([
      "PORT",
      "line 1: retentionDays",
      "line 6: loops[0].chargeL",
      "line 14: loops[1].coolant",
    ]);
  });

  test("is a loop id given twice, and a series claimed twice", () => {
    const second = small
      .slice(small.indexOf("  - id"))
      .replace("role: pressure", "role: pressure\n        name: Twin");
    expect(problemsOf(`${small}${second}`)).toEqual([
      "line 12: loops[1].id: There is another loop called loop-1.",
      "line 21: loops[1].channels[0].source: This series already belongs to channel loop-1/pressure.",
    ]);
  });

  test("is a channel id given twice in a loop", () => {
    const twice = `${small}      - { id: pressure, role: temperature, source: { field: t } }\n`;
    expect(problemsOf(twice)).toEqual([
      "line 12: loops[0].channels[1].id: There is another channel called pressure in this loop.",
    ]);
  });
});

describe("a file that is no configuration", () => {
  test.each([
    ["empty", "", "line 1: (file): The file is empty; loopwatch.example.yaml shows what belongs in it."],
    ["broken YAML", "loops: [", "line 1: (file): This is not YAML: "],
    ["a list", "- 1", "line 1: (file): This must be a section with keys."],
    [
      "aliases that multiply",
      `a: &a [${"x,".repeat(50)}]\nb: &b [${"*a,".repeat(50)}]\nc: [${"*b,".repeat(50)}]`,
      "line 1: (file): This is not YAML: Excessive alias count",
    ],
  ])("is refused in a sentence: %s", (_name, text, start) => {
    expect(problemsOf(text)[0]).toMatch(new RegExp(`^${start.replace(/[.()*+?]/g, "\\$&")}`));
  });
});
