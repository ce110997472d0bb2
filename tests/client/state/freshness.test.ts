import { describe, expect, test } from "vitest";
import { hasMissed, openLine, stepLine, toLink } from "../../../client/state/freshness.ts";
import { deadAfterMs } from "../../../protocol/wire.ts";

describe("the line to the server", () => {
  test("is being connected at first, and dead when nobody answers", () => {
    const line = openLine(1000);
    expect(toLink(line, 1000 + deadAfterMs)).toEqual({ kind: "connecting" });
    expect(toLink(line, 1001 + deadAfterMs)).toEqual({ kind: "dead", sinceMs: null });
  });

  test("lives while beats come, and is dead since the last one when they stop", () => {
    const line = stepLine(openLine(0), "heard", 5000);
    expect(toLink(line, 5000 + deadAfterMs)).toEqual({ kind: "live" });
    expect(toLink(line, 5001 + deadAfterMs)).toEqual({ kind: "dead", sinceMs: 5000 });
  });

  test("shows death well within five seconds of the last word", () => {
    const line = stepLine(openLine(0), "heard", 0);
    expect(toLink(line, 4500).kind).toBe("dead");
  });

  test("is dead at once when the socket is cut, and lives again when the server is heard", () => {
    const cut = stepLine(stepLine(openLine(0), "heard", 5000), "cut", 5100);
    expect(toLink(cut, 5100)).toEqual({ kind: "dead", sinceMs: 5000 });
    expect(toLink(stepLine(cut, "heard", 9000), 9000)).toEqual({ kind: "live" });
  });

  test("a page that renews its snapshot is not dead, unless the server stays away", () => {
    const heard = stepLine(openLine(0), "heard", 5000);
    const renewing = stepLine(stepLine(heard, "renewing", 5010), "cut", 5020);
    expect(toLink(renewing, 5500)).toEqual({ kind: "live" });
    expect(toLink(renewing, 5001 + deadAfterMs)).toEqual({ kind: "dead", sinceMs: 5000 });
  });

  test("asks to log in, and says whether that is the first time, an end that nobody here wished, or a log-out", () => {
    const first = stepLine(openLine(0), "shut", 10);
    expect(toLink(first, 60_000)).toEqual({ kind: "login", why: "first" });
    const heard = stepLine(first, "heard", 5000);
    expect(toLink(heard, 5000)).toEqual({ kind: "live" });
    const ended = stepLine(stepLine(heard, "cut", 6000), "shut", 6100);
    expect(toLink(ended, 60_000)).toEqual({ kind: "login", why: "ended" });
    const left = stepLine(stepLine(heard, "left", 6000), "shut", 6100);
    expect(toLink(left, 60_000)).toEqual({ kind: "login", why: "left" });
  });
});

test.each([
  ["nothing happened", 7, 7, false],
  ["an alarm event never arrived", 7, 8, true],
  ["the page is ahead of an old beat", 8, 7, false],
])("missed events: %s", (_, seen, newest, missed) => {
  expect(hasMissed(seen, newest)).toBe(missed);
});
