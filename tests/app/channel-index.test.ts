import { describe, expect, test } from "vitest";
import { createChannelIndex } from "../../server/app/channel-index.ts";
import { toChannel, toLoop } from "../support/builders.ts";

const source = (measurement: string, tags: Record<string, string>, field: string) => ({
  source: { measurement, tags, field },
});

const index = createChannelIndex([
  toLoop({
    id: "a",
    channels: [
      toChannel({ id: "p", ...source("loop", { loop: "a" }, "p_kpa") }),
      toChannel({ id: "t", ...source("loop", { loop: "a" }, "t_c") }),
    ],
  }),
  toLoop({
    id: "b",
    channels: [
      toChannel({ id: "p", ...source("loop", { loop: "b", rack: "7" }, "p_kpa") }),
      toChannel({ id: "room", ...source("room", {}, "t_c") }),
    ],
  }),
  toLoop({ id: "c", channels: [toChannel({ id: "room", ...source("room", {}, "t_c") })] }),
]);

describe("the channels that a series feeds", () => {
  test.each<[string, string, Record<string, string>, string]>([
    ["another measurement", "other", { loop: "a" }, "p_kpa"],
    ["another field", "loop", { loop: "a" }, "flow_lpm"],
    ["another value of the tag", "loop", { loop: "z" }, "p_kpa"],
    ["no tags where one is wanted", "loop", {}, "p_kpa"],
    ["one of two tags that are wanted", "loop", { loop: "b" }, "p_kpa"],
    ["a name that every object has", "constructor", {}, "toString"],
  ])("are none for %s", (...[, measurement, tags, field]) => {
    expect(index.find(measurement, tags, field)).toEqual([]);
  });

  test("are found by measurement, tags and field", () => {
    expect(index.find("loop", { loop: "a" }, "t_c")).toEqual([
      expect.objectContaining({ loopId: "a", place: 1 }),
    ]);
  });

  test("are found though the point has more tags than the configuration names", () => {
    const tags = { host: "gw-1", loop: "b", rack: "7" };
    expect(index.find("loop", tags, "p_kpa")).toEqual([expect.objectContaining({ loopId: "b", place: 0 })]);
  });

  test("may belong to several loops", () => {
    expect(index.find("room", { any: "thing" }, "t_c")).toEqual([
      expect.objectContaining({ loopId: "b", place: 1 }),
      expect.objectContaining({ loopId: "c", place: 0 }),
    ]);
  });
});
