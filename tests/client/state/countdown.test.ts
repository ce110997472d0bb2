import { expect, test } from "vitest";
import { toCountdown, toSourceNow } from "../../../client/state/countdown.ts";
import { seconds } from "../../../protocol/time.ts";

const heard = (eventMs: number | null, speed = 10) => ({
  heardMs: 1_000_000,
  state: {
    loopId: "a",
    runningId: "puncture",
    title: "",
    summary: "",
    startedMs: 0,
    eventMs,
    nowMs: 5000,
    speed,
    choices: [],
  },
});

test.each([
  [
    "counts wall-clock seconds at the simulator's speed",
    heard(5000 + seconds(320)),
    0,
    "Event begins in 32 s",
  ],
  ["goes on between two announcements", heard(5000 + seconds(320)), seconds(12), "Event begins in 20 s"],
  [
    "counts up in source time once it has begun",
    heard(5000 + seconds(320)),
    seconds(62),
    "Event began 5 min ago in source time",
  ],
  ["says so when nothing will happen", heard(null), 0, "Nothing will go wrong in this story"],
  ["does not divide by a speed of zero", heard(9000, 0), seconds(5), "Paused before the event"],
])("the countdown %s", (_, scenario, laterMs, words) => {
  expect(toCountdown(scenario, scenario.heardMs + laterMs)).toBe(words);
});

test("a clock set back does not turn source time back", () => {
  expect(toSourceNow(heard(null), 0)).toBe(5000);
});
