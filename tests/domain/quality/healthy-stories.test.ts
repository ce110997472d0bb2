import { expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import { beginHealthStory } from "./story-channels.ts";

test.each([
  { id: "S02", variant: null },
  { id: "S02", variant: "hole-5mm" },
  { id: "S01", variant: null },
])(
  "in the rupture of $id ($variant) no sample of a pressure waits longer than for the next",
  ({ id, variant }) => {
    const story = beginHealthStory(id, { variant, preludeMs: minutes(30) });
    const { health, eventMs, channels } = story;
    const pressures = channels.flatMap(({ role }, i) => (role === "pressure" ? [i] : []));
    const before = pressures.map(() => Number.NaN);
    let fallen = 0;
    const late: string[] = [];
    story.run(eventMs + minutes(10), (atMs) => {
      for (const [k, i] of pressures.entries()) {
        const raw = health.state.dataPath.last[i]!;
        const used = health.usable(i, atMs);
        if (used !== raw && used !== before[k]) late.push(`${channels[i]!.id} ${atMs - eventMs}`);
        if (used < 200) fallen += 1;
        before[k] = raw;
      }
      return false;
    });
    expect(late).toEqual([]);
    expect(fallen).toBeGreaterThan(0);
    expect(health.findings()).toEqual({ sensor: null, dataPath: null });
  },
);

test("hours of an orbiting loop, and pump and heat-load changes, leave every channel good", () => {
  const stories = [
    { story: beginHealthStory("N08", { preludeMs: hours(1) }), lengthMs: hours(8) },
    {
      story: beginHealthStory("N09", { variant: "dual-trip", preludeMs: minutes(30) }),
      lengthMs: minutes(40),
    },
    {
      story: beginHealthStory("N09", { variant: "heat-step", preludeMs: minutes(30) }),
      lengthMs: minutes(40),
    },
  ];
  for (const { story, lengthMs } of stories) {
    const odd: string[] = [];
    story.run(story.eventMs + lengthMs, (atMs) => {
      for (const [i, { id }] of story.channels.entries())
        if (story.health.quality(i, atMs) === "suspect" || story.health.quality(i, atMs) === "bad")
          if (story.health.takenMs(i) > Number.NEGATIVE_INFINITY)
            odd.push(`${id} ${story.health.remark(i, atMs)}`);
      return false;
    });
    expect(odd).toEqual([]);
  }
});
