import { describe } from "vitest";
import { ack, act, clock, found, plainRules } from "./alarm-inputs.ts";
import { playRows } from "./play-rows.ts";

const hour = 3600;
const day = 24 * hour;

// The clock ran ahead as somebody acted, and was mended; an acknowledged alarm calls again after 8 h.
describe("what was done while the clock ran ahead", () => {
  playRows(plainRules, [
    [
      "a shelf of tomorrow ends at once",
      [found(0), act(day, "shelve"), clock(60)],
      ["opened", "shelved", "shelf ended"],
      "unacknowledged",
    ],
    [
      "a shelf of some minutes ahead stays: clocks are set now and then",
      [found(0), act(360, "shelve"), clock(60), clock(360 + hour - 1)],
      ["opened", "shelved"],
      "unacknowledged",
    ],
    [
      "an acknowledgement of next year calls again",
      [found(0), ack(365 * day), clock(60)],
      ["opened", "acknowledged", "called again"],
      "unacknowledged",
    ],
    [
      "an acknowledgement of an hour ahead is one",
      [found(0), ack(hour), clock(60), clock(9 * hour - 1), clock(9 * hour)],
      ["opened", "acknowledged", "called again"],
      "unacknowledged",
    ],
    [
      "an acknowledgement of a few hours ahead keeps still until its time has come and a shift has passed",
      [found(0), ack(7 * hour), clock(60), clock(7 * hour), clock(15 * hour - 1)],
      ["opened", "acknowledged"],
      "acknowledged",
    ],
  ]);
});
