import { describe, expect, test } from "vitest";
import {
  type Player,
  type PlayerEvent,
  stepPlayer,
  toPlayerEvent,
  toSpeed,
} from "../../../client/state/player.ts";

const still: Player = { fromMs: 0, toMs: 100_000, atMs: 50_000, speed: 10, isPlaying: false };
const playing: Player = { ...still, isPlaying: true };

describe("a player", () => {
  test.each<[name: string, from: Player, event: PlayerEvent, to: Partial<Player>]>([
    ["stands still while it does not play", still, { kind: "passed", ms: 500 }, still],
    ["goes on at its speed", playing, { kind: "passed", ms: 500 }, { atMs: 55_000 }],
    ["stops at the end", playing, { kind: "passed", ms: 9_000 }, { atMs: 100_000, isPlaying: false }],
    ["plays", still, { kind: "toggle" }, { isPlaying: true, atMs: 50_000 }],
    ["pauses", playing, { kind: "toggle" }, { isPlaying: false }],
    [
      "begins anew from its end",
      { ...still, atMs: 100_000 },
      { kind: "toggle" },
      { isPlaying: true, atMs: 0 },
    ],
    ["pauses to step", playing, { kind: "step", ms: -10_000 }, { atMs: 40_000, isPlaying: false }],
    ["steps no farther than there is", still, { kind: "step", ms: -60_000 }, { atMs: 0 }],
    [
      "goes on from where it is put",
      playing,
      { kind: "seek", atMs: 7_000 },
      { atMs: 7_000, isPlaying: true },
    ],
    ["is faster by one", still, { kind: "faster" }, { speed: 30 }],
    ["is never faster than x1000", { ...still, speed: 1000 }, { kind: "faster" }, { speed: 1000 }],
    ["is never slower than x1", { ...still, speed: 1 }, { kind: "slower" }, { speed: 1 }],
  ])("%s", (_name, from, event, to) => {
    expect(stepPlayer(from, event)).toMatchObject(to);
  });

  test("knows no speed but its own", () => {
    expect([0, 1, 59, 1e9].map(toSpeed)).toEqual([1, 1, 60, 1000]);
  });

  test.each([
    [" ", false, { kind: "toggle" }],
    ["ArrowRight", false, { kind: "step", ms: 10_000 }],
    ["ArrowLeft", true, { kind: "step", ms: -60_000 }],
    ["End", false, { kind: "seek", atMs: 100_000 }],
    ["-", false, { kind: "slower" }],
    ["x", false, null],
  ])("hears the key %j", (key, isShifted, event) => {
    expect(toPlayerEvent(key, isShifted, still)).toEqual(event);
  });
});
