import { expect, test } from "vitest";
import { decideRefetch, maxTailRows, type TrendFreshness } from "../../../client/state/refetch.ts";
import { seconds } from "../../../protocol/time.ts";

const whole: TrendFreshness = {
  fetching: false,
  fetchedMs: 0,
  failedMs: null,
  leftOutMs: null,
  lastFrameMs: null,
  tailRows: 10,
};

test.each<[string, Partial<TrendFreshness>, number, ReturnType<typeof decideRefetch>]>([
  ["a whole trend asks for nothing", {}, seconds(60), "none"],
  ["a new trend asks at once", { fetchedMs: null }, 0, "first"],
  ["a trend that is asking does not ask twice", { fetchedMs: null, fetching: true }, 0, "none"],
  ["after a failure it waits", { fetchedMs: null, failedMs: 0 }, seconds(4.9), "none"],
  ["and then tries again", { fetchedMs: null, failedMs: 0 }, seconds(5), "first"],
  ["rows left out before the last answer are in it", { leftOutMs: -1 }, seconds(60), "none"],
  ["rows left out wait for calm", { leftOutMs: 1000, lastFrameMs: 3000 }, 3900, "none"],
  ["and are fetched when frames are calm", { leftOutMs: 1000, lastFrameMs: 3000 }, 4000, "incomplete"],
  [
    "a stream that never calms down is fetched too",
    { leftOutMs: 4990, lastFrameMs: 4990 },
    seconds(5),
    "incomplete",
  ],
  ["a tail as long as allowed is kept", { tailRows: maxTailRows }, seconds(60), "none"],
  ["a longer tail is decimated by the server", { tailRows: maxTailRows + 1 }, seconds(5), "long tail"],
  ["but not at every tick", { tailRows: maxTailRows + 1 }, seconds(4), "none"],
])("%s", (_, change, nowMs, reason) => {
  expect(decideRefetch({ ...whole, ...change }, nowMs)).toBe(reason);
});
