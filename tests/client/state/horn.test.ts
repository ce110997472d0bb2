import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
import type { Link } from "../../../client/state/freshness.ts";
import { createHorn, toSoundKind } from "../../../client/state/horn.ts";
import { patterns, type SoundKind } from "../../../client/state/sound.ts";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { someAlarm } from "../fixtures.ts";

const act = { by: "Ada", atMs: 1, comment: "" };
const live: Link = { kind: "live" };
const dead: Link = { kind: "dead", sinceMs: 1 };

function createRoom(alarms: readonly AlarmView[], isOn = true) {
  const standing = signal(alarms);
  const link = signal<Link>(live);
  const played: (SoundKind | null)[] = [];
  const isBlocked = signal(false);
  const horn = createHorn({
    standing,
    link,
    isOn,
    sound: { isBlocked, play: (kind) => void played.push(kind) },
  });
  return { standing, link, played, isBlocked, horn };
}

describe("the horn", () => {
  test.each<[string, Partial<AlarmView>, SoundKind | null]>([
    ["sounds for a warning that nobody acknowledged", {}, "warning"],
    [
      "sounds for one that has returned before anybody looked",
      { state: "returned unacknowledged" },
      "warning",
    ],
    ["is quiet once somebody acknowledged", { state: "acknowledged" }, null],
    ["is quiet for what is latched and acknowledged", { state: "latched" }, null],
    ["is quiet once somebody silenced it", { silenced: act }, null],
    ["is quiet for what is held", { hold: { kind: "out of service", act } }, null],
    ["has no sound for an advisory", { severity: "advisory" }, null],
  ])("%s", (_, change, kind) => {
    expect(createRoom([{ ...someAlarm, ...change }]).horn.sounding.value).toBe(kind);
  });

  test("is quiet until a person turns it on, and knows all the same what calls", () => {
    const { horn, played } = createRoom([someAlarm], false);
    expect([horn.sounding.value, horn.calling.value.length]).toEqual([null, 1]);
    horn.isOn.value = true;
    expect(played).toEqual([null, "warning"]);
  });

  test("hushed on this page it stays quiet until the alarm calls again", () => {
    const { horn, standing } = createRoom([someAlarm]);
    horn.hush(horn.calling.value);
    expect(horn.sounding.value).toBeNull();
    standing.value = [{ ...someAlarm, version: 2 }];
    expect(horn.sounding.value).toBeNull();
    standing.value = [{ ...someAlarm, calls: 2 }];
    expect(horn.sounding.value).toBe("warning");
  });

  test("another alarm sounds although one was hushed", () => {
    const { horn, standing } = createRoom([someAlarm]);
    horn.hush(horn.calling.value);
    standing.value = [{ ...someAlarm, id: "other", severity: "emergency" }, someAlarm];
    expect(horn.sounding.value).toBe("emergency");
  });

  test("says that the browser blocks it only while it is on", () => {
    const { horn, isBlocked } = createRoom([]);
    isBlocked.value = true;
    expect(horn.isBlocked.value).toBe(true);
    horn.isOn.value = false;
    expect(horn.isBlocked.value).toBe(false);
  });
});

test.each<[string, readonly AlarmView[], Link, SoundKind | null]>([
  ["nothing calls", [], live, null],
  ["the page is cut off", [], dead, "cut off"],
  ["the session has ended and no alarm comes through", [], { kind: "login", why: "ended" }, "cut off"],
  ["nobody has logged in yet", [], { kind: "login", why: "first" }, null],
  ["somebody has logged out", [], { kind: "login", why: "left" }, null],
  ["a caution is no louder than being cut off", [{ ...someAlarm, severity: "caution" }], dead, "cut off"],
  ["an emergency is", [{ ...someAlarm, severity: "emergency" }], dead, "emergency"],
])("%s", (_, calling, link, kind) => {
  expect(toSoundKind(calling, link)).toBe(kind);
});

test("what is more urgent sounds more often, and no pattern runs into its next round", () => {
  const { emergency, warning, caution } = patterns;
  expect(emergency.everyS).toBeLessThan(warning.everyS);
  expect(warning.everyS).toBeLessThan(caution.everyS);
  for (const { tones, everyS } of Object.values(patterns))
    expect(Math.max(...tones.map(({ atS, forS }) => atS + forS))).toBeLessThan(everyS);
});
