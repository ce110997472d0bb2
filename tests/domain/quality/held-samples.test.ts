import { describe, expect, test } from "vitest";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { linkLostAfterMs } from "../../../server/domain/quality/held-samples.ts";
import { toChannel } from "../../support/builders.ts";

const channels = [
  toChannel({ id: "often", maxAgeMs: 10_000, range: { low: 0, high: 100 } }),
  toChannel({ id: "on-change", reporting: "on-change", maxAgeMs: 1_800_000, range: { low: -5, high: 5 } }),
];
const atMs = 1_000_000;
const create = () => createChannelHealth(channels);

describe("a held value", () => {
  test("is missing before the first sample, and so is the newest time", () => {
    const held = create();
    expect(held.usable(0, atMs)).toBeNaN();
    expect(held.complaint(0, atMs)).toBe("has not been heard");
    expect(held.newestMs).toBe(Number.NEGATIVE_INFINITY);
  });

  test.each([
    ["is believed at once", 0, null],
    ["is believed up to its greatest age", 10_000, null],
    ["is silent a millisecond later", 10_001, "is silent"],
  ])("%s", (_name, age, complaint) => {
    const held = create();
    held.take(0, atMs, 42);
    expect(held.complaint(0, atMs + age)).toBe(complaint);
    expect(held.usable(0, atMs + age)).toBe(complaint === null ? 42 : Number.NaN);
  });

  test.each([
    ["the lowest possible value", 0, null],
    ["the highest possible value", 100, null],
    ["a value below the range", -0.001, "shows an impossible value"],
    ["a value above the range", 100.001, "shows an impossible value"],
  ])("%s is judged by the range and never clamped", (_name, value, complaint) => {
    const held = create();
    held.take(0, atMs, value);
    expect(held.complaint(0, atMs)).toBe(complaint);
    expect(held.usable(0, atMs)).toBe(complaint === null ? value : Number.NaN);
  });

  test("comes back with the next possible value", () => {
    const held = create();
    held.take(0, atMs, 1e9);
    held.take(0, atMs + 1000, 50);
    expect(held.usable(0, atMs + 1000)).toBe(50);
  });

  test("of one channel says nothing of the other", () => {
    const held = create();
    held.take(0, atMs, 500);
    held.take(1, atMs, 1);
    expect(held.usable(1, atMs)).toBe(1);
    expect(held.complaint(0, atMs)).toBe("shows an impossible value");
  });

  test("that only comes on change stays true while other channels are heard", () => {
    const held = create();
    held.take(1, atMs, 3);
    for (let s = 0; s <= 600; s += 5) held.take(0, atMs + s * 1000, 20);
    expect(held.usable(1, atMs + 600_000)).toBe(3);
  });
});

describe("a lost link", () => {
  test("shorter than a minute changes nothing for a value that comes on change", () => {
    const held = create();
    held.take(1, atMs, 3);
    held.take(0, atMs + linkLostAfterMs, 20);
    expect(held.usable(1, atMs + linkLostAfterMs)).toBe(3);
  });

  test("makes what was held before it worthless, until it is heard again", () => {
    const held = create();
    held.take(0, atMs, 20);
    held.take(1, atMs, 3);
    const backMs = atMs + linkLostAfterMs + 1;
    held.take(0, backMs, 21);
    expect(held.usable(0, backMs)).toBe(21);
    expect(held.usable(1, backMs)).toBeNaN();
    expect(held.complaint(1, backMs)).toBe("has not been heard since the link came back");
    held.take(1, backMs + 2000, 4);
    expect(held.usable(1, backMs + 2000)).toBe(4);
  });

  test("knows its newest time also when samples come a little out of order", () => {
    const held = create();
    held.take(0, atMs - 5000, 19);
    held.take(0, atMs, 20);
    held.take(1, atMs - 1000, 3);
    expect(held.newestMs).toBe(atMs);
    expect(held.usable(1, atMs)).toBe(3);
  });
});
