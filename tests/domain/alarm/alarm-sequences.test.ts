import { describe } from "vitest";
import { hours, seconds } from "../../../protocol/time.ts";
import {
  ack,
  act,
  clock,
  found,
  gone,
  grown,
  passed,
  plainRules,
  serviced,
  suppress,
  unsuppress,
  worse,
  worst,
} from "./alarm-inputs.ts";
import { playRows } from "./play-rows.ts";

describe("raise, acknowledge and clear, in every order", () => {
  playRows(plainRules, [
    ["nothing happens, nothing is", [], [], "normal"],
    ["nothing that can be said is nothing", [passed(0), gone(1)], [], "normal"],
    ["a finding opens it", [found(0)], ["opened"], "unacknowledged"],
    ["the same finding again is no news", [found(0), found(10)], ["opened"], "unacknowledged"],
    ["raised, acknowledged", [found(0), ack(5)], ["opened", "acknowledged"], "acknowledged"],
    [
      "raised, acknowledged, cleared: over",
      [found(0), ack(5), gone(9)],
      ["opened", "acknowledged", "returned"],
      "normal",
    ],
    [
      "raised, cleared: it waits for a person",
      [found(0), gone(9)],
      ["opened", "returned"],
      "returned unacknowledged",
    ],
    [
      "raised, cleared, acknowledged: over",
      [found(0), gone(9), ack(12)],
      ["opened", "returned", "acknowledged"],
      "normal",
    ],
    [
      "cleared twice is cleared once",
      [found(0), gone(9), gone(19)],
      ["opened", "returned"],
      "returned unacknowledged",
    ],
    [
      "back before anybody looked: a new one",
      [found(0), gone(9), found(20)],
      ["opened", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "back after it was over: a new one",
      [found(0), ack(5), gone(9), found(20)],
      ["opened", "acknowledged", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "back within the second of its opening: not yet, so that each life has its own name",
      [found(0), ack(0), gone(0.2), found(0.4)],
      ["opened", "acknowledged", "returned"],
      "normal",
    ],
    [
      "and there it is in the next second",
      [found(0), ack(0), gone(0.2), found(0.4), found(1.4)],
      ["opened", "acknowledged", "returned", "opened"],
      "unacknowledged",
    ],
    ["nobody acknowledges what does not stand", [ack(0)], ["refused"], "normal"],
    [
      "nobody acknowledges twice",
      [found(0), ack(5), ack(6, { by: "Grace" })],
      ["opened", "acknowledged", "refused"],
      "acknowledged",
    ],
    [
      "nobody acknowledges what is over",
      [found(0), ack(5), gone(9), ack(10)],
      ["opened", "acknowledged", "returned", "refused"],
      "normal",
    ],
    [
      "a person says that it is over, and nobody has looked: it waits for somebody who has",
      [found(0), serviced(9)],
      ["opened", "returned"],
      "returned unacknowledged",
    ],
    [
      "a person says that an acknowledged one is over",
      [found(0), ack(5), serviced(9)],
      ["opened", "acknowledged", "returned"],
      "normal",
    ],
  ]);
});

describe("an alarm that gets worse", () => {
  playRows(plainRules, [
    ["worse is a new call", [found(0), worse(60)], ["opened", "worsened"], "unacknowledged"],
    [
      "worse while acknowledged is a new call",
      [found(0), ack(5), worse(60)],
      ["opened", "acknowledged", "worsened"],
      "unacknowledged",
    ],
    [
      "worse twice, acknowledged between",
      [found(0), worse(60), ack(65), worst(120)],
      ["opened", "worsened", "acknowledged", "worsened"],
      "unacknowledged",
    ],
    ["milder is no news", [worse(0), found(10)], ["opened"], "unacknowledged"],
    [
      "grown while acknowledged is a new call at the same severity",
      [found(0), ack(5), grown(60)],
      ["opened", "acknowledged", "worsened"],
      "unacknowledged",
    ],
    [
      "the same growth told again is no news",
      [found(0), grown(60), ack(61), grown(70)],
      ["opened", "worsened", "acknowledged"],
      "acknowledged",
    ],
    [
      "grown twice calls twice",
      [found(0), grown(60), ack(61), grown(70, 2)],
      ["opened", "worsened", "acknowledged", "worsened"],
      "unacknowledged",
    ],
    [
      "worse within the second of its opening waits for the next",
      [found(0), worse(0.5), worse(1)],
      ["opened", "worsened"],
      "unacknowledged",
    ],
    [
      "worse ends a shelf",
      [found(0), act(5, "shelve"), worse(60)],
      ["opened", "shelved", "worsened"],
      "unacknowledged",
    ],
    [
      "worse while suppressed is written down, and stays suppressed",
      [suppress(0, 3600), found(10), worse(60)],
      ["suppressed", "opened", "worsened"],
      "unacknowledged",
    ],
    [
      "worse after it had returned: back, and linked",
      [found(0), ack(5), gone(10), worse(20)],
      ["opened", "acknowledged", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "an acknowledgement of the one before the escalation is refused",
      [found(0), worse(60), ack(65, { occurrenceId: "bench.leak.1671062400" })],
      ["opened", "worsened", "refused"],
      "unacknowledged",
    ],
    [
      "milder figures are written down, and the severity stays",
      [worse(0), found(10, { leakKgPerH: 0.2 })],
      ["opened", "revised"],
      "unacknowledged",
    ],
  ]);
});

describe("an alarm that is held", () => {
  playRows(plainRules, [
    [
      "a shelf ends by itself",
      [found(0), act(5, "shelve", { forMs: seconds(60) }), clock(64), clock(65)],
      ["opened", "shelved", "shelf ended"],
      "unacknowledged",
    ],
    [
      "somebody takes it off the shelf",
      [found(0), act(5, "shelve"), act(9, "unshelve")],
      ["opened", "shelved", "unshelved"],
      "unacknowledged",
    ],
    [
      "what is not shelved cannot be taken off",
      [found(0), act(9, "unshelve")],
      ["opened", "refused"],
      "unacknowledged",
    ],
    [
      "shelved, it returns and opens as ever",
      [found(0), act(5, "shelve"), gone(9), found(20)],
      ["opened", "shelved", "returned", "opened"],
      "unacknowledged",
    ],
    [
      "one that does not stand is taken out of service, opens there, and is put back",
      [act(0, "take out of service"), found(10), act(20, "put back in service")],
      ["taken out of service", "opened", "put back in service"],
      "unacknowledged",
    ],
    [
      "out of service is not taken twice, nor put back twice",
      [
        act(0, "take out of service"),
        act(1, "take out of service"),
        act(2, "put back in service"),
        act(3, "put back in service"),
      ],
      ["taken out of service", "refused", "put back in service", "refused"],
      "normal",
    ],
    [
      "suppression ends by itself, in source time, whatever is seen then",
      [suppress(0, 60), found(10), passed(59), passed(60)],
      ["suppressed", "opened", "unsuppressed"],
      "unacknowledged",
    ],
    [
      "suppression is ended by a person",
      [suppress(0, 60), unsuppress(10), unsuppress(11)],
      ["suppressed", "unsuppressed"],
      "normal",
    ],
    [
      "acknowledged while shelved",
      [found(0), act(5, "shelve"), ack(9), gone(20)],
      ["opened", "shelved", "acknowledged", "returned"],
      "normal",
    ],
  ]);
});

describe("an acknowledged alarm that nobody ends", () => {
  const eight = hours(8) / 1000;
  playRows(plainRules, [
    [
      "is left in peace for a shift",
      [found(0), ack(5), clock(eight)],
      ["opened", "acknowledged"],
      "acknowledged",
    ],
    [
      "calls again after it",
      [found(0), ack(5), clock(eight + 5), clock(eight + 6)],
      ["opened", "acknowledged", "called again"],
      "unacknowledged",
    ],
    [
      "calls again once more when it is ignored once more",
      [found(0), ack(5), clock(eight + 5), ack(eight + 10), clock(2 * eight + 10)],
      ["opened", "acknowledged", "called again", "acknowledged", "called again"],
      "unacknowledged",
    ],
    [
      "one that nobody acknowledged has called already",
      [found(0), clock(9 * eight)],
      ["opened"],
      "unacknowledged",
    ],
    [
      "one that has returned calls no more",
      [found(0), ack(5), gone(9), clock(eight + 5)],
      ["opened", "acknowledged", "returned"],
      "normal",
    ],
  ]);
  playRows({ ...plainRules, callAgainAfterMs: null }, [
    [
      "where that is switched off, never",
      [found(0), ack(5), clock(9 * eight)],
      ["opened", "acknowledged"],
      "acknowledged",
    ],
  ]);
});
