import { describe, expect, test } from "vitest";
import type { AlarmKey } from "../../../protocol/alarm.ts";
import { createStory, keyOf, min, type Story, t0 } from "./alarm-story.ts";

const leak = keyOf("leak");
const sensor = keyOf("sensor");
const dataPath = keyOf("data-path");
const process = keyOf("process");
const low = keyOf("limit", "suction.low");
const high = keyOf("limit", "outlet.high");
const sensing = keyOf("sensing");
const day = 24 * 60;

/** Are two alarms of one incident? */
const isOne = (first: string | null, second: string | null): boolean => first === second;

describe("an alarm belongs to an incident that stands when it could follow from it or explain it", () => {
  test.each<[string, [AlarmKey, AlarmKey], number, boolean]>([
    ["a limit follows from a leak, weeks later", [leak, low], 30 * day, true],
    ["a process alarm follows from a leak", [leak, process], day, true],
    ["silence joins a leak", [leak, sensing], 30 * day, true],
    ["a sensor's fault weeks into a leak is its own cause", [leak, sensor], 14 * day, false],
    ["a sensor's fault within a quarter of an hour belongs to the leak", [leak, sensor], 15, true],
    ["one minute more and it does not", [leak, sensor], 16, false],
    ["a box that fails weeks into a leak is its own cause", [leak, dataPath], 14 * day, false],
    ["a sensor's fault follows from its box", [dataPath, sensor], day, true],
    ["a limit follows from what the loop does", [process, low], day, true],
    ["another limit a day later is its own cause", [low, high], day, false],
    ["another limit at once is not", [low, high], 5, true],
    ["a limit does not follow from a sensor's fault, a day later", [sensor, low], day, false],
    ["silence joins whatever stands", [sensor, sensing], day, true],
  ])("%s", (_name, [first, second], afterMin, joined) => {
    const story = createStory();
    const one = story.opens(first, 0);
    expect(isOne(one, story.opens(second, afterMin))).toBe(joined);
  });

  test.each([
    ["a leak found three hours after a limit that it had passed", 180, min(-20), true],
    ["a slow leak whose onset is put too late, but not by more than it took to find", 180, min(60), true],
    ["a leak that began long after the limit was passed", 14 * day, min(14 * day - 5), false],
    ["a leak of which nobody knows when it began, the same day", 600, null, true],
    ["a leak of which nobody knows when it began, weeks later", 14 * day, null, false],
  ])("%s", (_name, afterMin, onsetMs, joined) => {
    const story = createStory();
    const one = story.opens(low, 0);
    const two = story.opens(leak, afterMin, { onsetMs });
    expect(isOne(one, two)).toBe(joined);
    if (joined) expect(story.book.view(two!)?.causeId).toMatch(/^ms-22\.leak\./);
  });

  test("where several stand, it joins the one that explains most", () => {
    const story = createStory();
    story.opens(sensor, 0);
    const leaking = story.opens(leak, day);
    const faulty = story.opens(keyOf("data-path"), 3 * day);
    expect(new Set([leaking, faulty]).size).toBe(2);
    expect(story.opens(sensing, 4 * day)).toBe(leaking);
    expect(story.opens(low, 4 * day)).toBe(leaking);
  });

  test("another loop's alarm is another incident", () => {
    const story = createStory();
    const one = story.opens(leak, 0);
    expect(story.opens(keyOf("limit", "suction.low", "cdu"), 1)).not.toBe(one);
  });
});

describe("an alarm belongs to an incident that has just closed", () => {
  test.each([
    ["a limit a quarter of an hour after the leak was over", low, 45, true],
    ["a limit a minute later than that", low, 46, false],
    ["a sensor's fault, which a leak does not explain", sensor, 44, false],
    ["silence", sensing, 44, true],
    ["the same alarm again", leak, 44, true],
    ["the same alarm an hour later", leak, 90, false],
  ])("%s", (_name, second, m, joined) => {
    const story = createStory();
    const one = story.opens(leak, 0);
    expect(story.ends(leak, 30)).toBe(one);
    expect(story.book.view(one!)?.closedMs).toBe(min(30));
    expect(isOne(one, story.opens(second, m))).toBe(joined);
    expect(story.book.view(one!)?.closedMs).toBe(joined ? null : min(30));
  });

  test("one that was acknowledged long after its return was over when it returned", () => {
    const story = createStory();
    const one = story.opens(leak, 0);
    story.returns(leak, 10);
    expect(story.book.view(one!)?.closedMs).toBeNull();
    story.acknowledged(leak, 300);
    expect(story.book.view(one!)?.closedMs).toBe(min(10));
    expect(story.opens(low, 301)).not.toBe(one);
  });
});

describe("an alarm stays in its incident", () => {
  test("when it gets worse, whatever time has passed", () => {
    const story = createStory();
    const one = story.opens(leak, 0);
    expect(story.worsens(leak, 90 * day, { severity: "emergency" })).toBe(one);
    expect(story.book.list()).toHaveLength(1);
  });

  test("when it comes back before anybody looked, whatever time has passed", () => {
    const story = createStory();
    const one = story.opens(sensor, 0);
    story.returns(sensor, 5);
    expect(story.opens(sensor, 9 * day)).toBe(one);
  });

  test("one that comes and goes does not hold the door open for others", () => {
    const story = createStory();
    const one = story.opens(leak, 0);
    for (let m = 10; m < 200; m += 10) {
      expect(story.opens(low, m)).toBe(one);
      story.ends(low, m + 5);
    }
    expect(story.opens(sensor, 201)).not.toBe(one);
  });
});

describe("silence", () => {
  const loop = (n: number) => keyOf("sensing", null, `loop-${n}`);

  test("of many loops at once is one incident, and says how many", () => {
    const story = createStory();
    const ids = Array.from({ length: 40 }, (_, n) => story.opens(loop(n), n / 20));
    expect(new Set(ids).size).toBe(1);
    expect(story.book.view(ids[0]!)).toMatchObject({
      title: "Nothing is heard of 40 loops",
      loopId: "loop-0",
    });
  });

  test("more than two minutes later is another one", () => {
    const story = createStory();
    const one = story.opens(loop(0), 0);
    expect(story.opens(loop(1), 2)).toBe(one);
    expect(story.opens(loop(2), 4.1)).not.toBe(one);
  });

  test("of a loop with an incident of its own joins that, and the other loops' silence is theirs", () => {
    const story = createStory();
    const leaking = story.opens(leak, 0);
    const link = story.opens(loop(1), 60);
    expect(story.opens(sensing, 60.5)).toBe(leaking);
    expect(story.opens(loop(2), 61)).toBe(link);
    expect(link).not.toBe(leaking);
  });

  test("of a loop that is heard again and has a leak: the leak is no part of the dead link", () => {
    const story = createStory();
    const link = story.opens(loop(1), 0);
    story.opens(sensing, 0.5);
    expect(story.book.incidentOf(sensing)).toBe(link);
    story.returns(sensing, 3);
    expect(story.opens(leak, 4)).not.toBe(link);
    expect(story.book.view(link!)?.title).toBe("Nothing is heard of 2 loops");
  });

  test("joins a leak although a replay runs at 600 times real time and years behind", () => {
    const wallStart = 1_800_000_000_000;
    const story = createStory((sourceMs) => wallStart + (sourceMs - t0) / 600);
    const one = story.opens(leak, 0);
    story.opens(low, 600);
    const wallMs = wallStart + 61_000;
    expect(
      story.happen(sensing, {
        kind: "opened",
        atMs: wallMs,
        finding: { ...findingOf(story), headline: "Nothing is heard of this loop", onsetMs: min(601) },
      }),
    ).toBe(one);
    expect(story.book.view(one!)?.members.map(({ alarmClass }) => alarmClass)).toEqual([
      "leak",
      "limit",
      "sensing",
    ]);
  });
});

const findingOf = (story: Story) => {
  const { condition } = story.alarms.get(leak);
  if (!("occurrence" in condition)) throw new Error("The leak stands in this story.");
  return condition.occurrence.finding;
};

describe("what ails the monitor", () => {
  test("is one incident a part, and comes and goes as one", () => {
    const story = createStory();
    const delivery = keyOf("house", "delivery", "loopwatch");
    const one = story.opens(delivery, 0);
    expect(story.opens(keyOf("house", "proof", "ms-22"), 1)).not.toBe(one);
    story.ends(delivery, 5);
    expect(story.opens(delivery, 10)).toBe(one);
    story.ends(delivery, 15);
    expect(story.opens(delivery, 60)).not.toBe(one);
  });

  test("is no part of what ails a loop", () => {
    const story = createStory();
    const one = story.opens(leak, 0);
    expect(story.opens(keyOf("house", "proof", "ms-22"), 1)).not.toBe(one);
    expect(story.opens(low, 2)).toBe(one);
  });
});
