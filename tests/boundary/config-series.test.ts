import { describe, expect, test } from "vitest";
import { configOf, problemsOf, small } from "./config-cases.ts";

const fileOf = (series: string): string => `${small}series:\n${series}`;
const room = `  - id: room
    name: Pump room
    unit: degC
    source: { measurement: room, tags: { host: a }, field: temp }
    limits: [{ above: 35, severity: caution, for: 1min }]
`;

describe("series that belong to no loop", () => {
  test("may carry limits", () => {
    const [series] = configOf(fileOf(room)).series;
    expect(series).toMatchObject({
      ...{ id: "room", name: "Pump room", role: "other", unit: "degC", range: { low: -100, high: 200 } },
      source: { measurement: "room", tags: { host: "a" }, field: "temp" },
      limits: [
        { name: "high", kind: "above", value: 35, severity: "caution", onDelayMs: 60_000, only: null },
      ],
    });
  });

  test("are none where the file names none", () => {
    expect(configOf(small).series).toEqual([]);
  });

  test("may be named in routes", () => {
    const route =
      "people: [{ id: anna, name: Anna, mail: a@example.org }]\nroutes: [{ loops: [room], tell: [anna] }, { tell: [anna] }]\n";
    expect(problemsOf(fileOf(room) + route)).toEqual([]);
  });

  test.each([
    ["no limit", room.replace(/limits: .*/, "limits: []"), /at least one limit/],
    ["a loop's id", room.replace("id: room", "id: loop-1"), /another loop or series called loop-1/],
    ["the house's id", room.replace("id: room", "id: loopwatch"), /another loop or series called loopwatch/],
    ["the same id twice", room + room, /another loop or series called room/],
    [
      "a series that feeds a channel",
      room.replace(
        /source: .*/,
        "source: { measurement: coolant_loop, tags: { loop: loop-1, host: a }, field: p }",
      ),
      /feeds channel loop-1\/pressure; set the limits there/,
    ],
    ["a limit that asks for a pump", room.replace("above: 35,", "above: 35, only: running,"), /has no pump/],
    ["a limit outside the range", room.replace("above: 35,", "above: 350,"), /inside the channel's range/],
    ["a foreign unit", room.replace("degC", "degF"), /send the degrees Fahrenheit minus 32/],
    ["a word that is none", room.replace("unit:", "units:"), /units/],
  ])("are refused with a sentence: %s", (_name, series, sentence) => {
    expect(problemsOf(fileOf(series)).join("\n")).toMatch(sentence);
  });
});
