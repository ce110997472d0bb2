import { describe } from "vitest";
import { seconds } from "../../../protocol/time.ts";
import type { AlarmRules } from "../../../server/domain/alarm/alarm.ts";
import { ack, act, blind, found, gone, heard, passed, plainRules, serviced, worse } from "./alarm-inputs.ts";
import { playRows } from "./play-rows.ts";

const latching: AlarmRules = { ...plainRules, latches: true };
const delayed: AlarmRules = { ...plainRules, onDelayMs: seconds(30), offDelayMs: seconds(60) };

describe("an alarm with delays: 30 s to come, 60 s to go", () => {
  playRows(delayed, [
    ["one glimpse is no alarm", [found(0), gone(10)], ["rising", "sank"], "normal"],
    ["found for less than its delay", [found(0), found(29)], ["rising"], "rising"],
    ["found for its delay", [found(0), found(30)], ["rising", "opened"], "unacknowledged"],
    [
      "flicker never gets there",
      [found(0), gone(20), found(25), gone(45), found(50), found(79)],
      ["rising", "sank", "rising", "sank", "rising"],
      "rising",
    ],
    [
      "time in which nothing can be said does not stop it",
      [found(0), passed(10), found(30)],
      ["rising", "opened"],
      "unacknowledged",
    ],
    [
      "gone for less than its delay",
      [found(0), found(30), gone(40), gone(99)],
      ["rising", "opened", "falling"],
      "unacknowledged",
    ],
    [
      "gone for its delay",
      [found(0), found(30), gone(40), gone(100)],
      ["rising", "opened", "falling", "returned"],
      "returned unacknowledged",
    ],
    [
      "flicker keeps it standing",
      [found(0), found(30), gone(40), found(90), gone(95), gone(150)],
      ["rising", "opened", "falling", "stayed", "falling"],
      "unacknowledged",
    ],
    [
      "acknowledged while it goes",
      [found(0), found(30), gone(40), ack(50), gone(100)],
      ["rising", "opened", "falling", "acknowledged", "returned"],
      "normal",
    ],
    [
      "worse while it goes",
      [found(0), found(30), gone(40), worse(50)],
      ["rising", "opened", "falling", "stayed", "worsened"],
      "unacknowledged",
    ],
    [
      "a person's word needs no delay",
      [found(0), found(30), ack(35), serviced(40)],
      ["rising", "opened", "acknowledged", "returned"],
      "normal",
    ],
    [
      "silence in between does not count as gone",
      [found(0), found(30), gone(40), blind(50), gone(60), heard(150), gone(160), gone(219)],
      ["rising", "opened", "falling", "blinded", "heard", "falling"],
      "unacknowledged",
    ],
    [
      "a clock that is set back while it comes begins the delay anew",
      [found(1000), found(0), found(29), found(30)],
      ["rising", "rising", "opened"],
      "unacknowledged",
    ],
    [
      "a clock that is set back while it goes begins the delay anew, and so when it comes back",
      [found(1000), found(1030), gone(1040), gone(0), gone(60), found(80), found(10), found(40)],
      ["rising", "opened", "falling", "falling", "returned", "rising", "rising", "opened"],
      "unacknowledged",
    ],
    [
      "what had returned comes back only after its delay",
      [found(0), found(30), gone(40), gone(100), found(200), gone(210), found(220), found(250)],
      ["rising", "opened", "falling", "returned", "rising", "sank", "rising", "opened"],
      "unacknowledged",
    ],
    [
      "a glimpse of what had returned leaves it as it was",
      [found(0), found(30), gone(40), gone(100), found(200), gone(210), ack(211)],
      ["rising", "opened", "falling", "returned", "rising", "sank", "acknowledged"],
      "normal",
    ],
  ]);
});

describe("an alarm that latches", () => {
  playRows(latching, [
    [
      "returned: latched, and not acknowledged",
      [found(0), gone(9)],
      ["opened", "returned"],
      "latched unacknowledged",
    ],
    [
      "acknowledged, returned: latched until it is reset",
      [found(0), ack(5), gone(9)],
      ["opened", "acknowledged", "returned"],
      "latched",
    ],
    [
      "returned, acknowledged, reset: over",
      [found(0), gone(9), ack(10), act(20, "reset")],
      ["opened", "returned", "acknowledged", "reset"],
      "normal",
    ],
    [
      "nobody resets what nobody has acknowledged",
      [found(0), gone(9), act(20, "reset")],
      ["opened", "returned", "refused"],
      "latched unacknowledged",
    ],
    [
      "nobody resets what is present",
      [found(0), ack(5), act(20, "reset")],
      ["opened", "acknowledged", "refused"],
      "acknowledged",
    ],
    [
      "found again while latched: a new one",
      [found(0), ack(5), gone(9), found(60)],
      ["opened", "acknowledged", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "worse than it was while latched: a new one all the same",
      [found(0), gone(9), worse(60)],
      ["opened", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "serviced while latched: over",
      [found(0), ack(5), gone(9), serviced(60)],
      ["opened", "acknowledged", "returned", "returned"],
      "normal",
    ],
    [
      "serviced while latched, and nobody has looked: somebody still has to",
      [found(0), gone(9), serviced(60), ack(70)],
      ["opened", "returned", "returned", "acknowledged"],
      "normal",
    ],
    [
      "a repair needs no reset",
      [found(0), ack(5), serviced(9)],
      ["opened", "acknowledged", "returned"],
      "normal",
    ],
  ]);
});

describe("blindness", () => {
  playRows(plainRules, [
    [
      "never clears",
      [found(0), ack(5), blind(10), gone(20)],
      ["opened", "acknowledged", "blinded"],
      "acknowledged",
    ],
    [
      "over, what is gone then returns",
      [found(0), ack(5), blind(10), gone(20), heard(30), gone(31)],
      ["opened", "acknowledged", "blinded", "heard", "returned"],
      "normal",
    ],
    [
      "is told once",
      [found(0), blind(10), blind(11), heard(20), heard(21)],
      ["opened", "blinded", "heard"],
      "unacknowledged",
    ],
    [
      "does not keep worse from being told",
      [found(0), blind(10), worse(20)],
      ["opened", "blinded", "worsened"],
      "unacknowledged",
    ],
    [
      "does not keep a person from saying that it is over",
      [found(0), ack(5), blind(10), serviced(20)],
      ["opened", "acknowledged", "blinded", "returned"],
      "normal",
    ],
  ]);
});
