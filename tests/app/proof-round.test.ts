import { beforeEach, describe, expect, test } from "vitest";
import type { LoopProof } from "../../protocol/incident.ts";
import { hours, minutes } from "../../protocol/time.ts";
import { createProofRound } from "../../server/app/proof-round.ts";
import { createFakeClock, type FakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

let clock: FakeClock;
let outcomes: Record<string, LoopProof["outcome"]>;
let proofs: string[];

beforeEach(() => {
  clock = createFakeClock();
  outcomes = {
    one: { kind: "found", afterMs: 1 },
    two: { kind: "not tried", reason: "Nothing is heard." },
    three: { kind: "missed", waitedMs: 1 },
  };
  proofs = [];
});

function createRound(prove?: (loopId: string) => void) {
  const log = createMemoryLog();
  const round = createProofRound({
    prover: {
      prove(loopId, lastFoundMs) {
        prove?.(loopId);
        return { loopId, outcome: outcomes[loopId]!, leakKgPerH: null, atMs: clock.nowMs(), lastFoundMs };
      },
    },
    loopIds: Object.keys(outcomes),
    lastFoundMs: () => 7,
    onProof: ({ loopId, outcome, lastFoundMs }) =>
      void proofs.push(`${loopId} ${outcome.kind} ${lastFoundMs}`),
    clock,
    log,
  });
  return { round, log };
}

describe("a round of proofs", () => {
  test("tries every loop, and lets others have a turn between them", async () => {
    const { round } = createRound();
    const running = round.run();
    expect(proofs).toEqual([]);
    await clock.advance(0);
    await running;
    expect(proofs).toEqual(["one found 7", "two not tried 7", "three missed 7"]);
  });

  test("asked for twice at once is one", async () => {
    const { round } = createRound();
    const both = Promise.all([round.run(), round.run(), round.settled()]);
    await clock.advance(0);
    await both;
    expect(proofs).toHaveLength(3);
  });

  test("tries again in half an hour what could not be tried, until it can", async () => {
    const { round } = createRound();
    void round.run();
    await clock.advance(minutes(31));
    expect(proofs.slice(3)).toEqual(["two not tried 7"]);
    outcomes["two"] = { kind: "found", afterMs: 1 };
    await clock.advance(hours(3));
    expect(proofs.slice(4)).toEqual(["two found 7"]);
  });

  test("goes on with the others when one fails", async () => {
    const { round, log } = createRound((loopId) => {
      if (loopId === "one") throw new Error("broken");
    });
    void round.run();
    await clock.advance(0);
    expect(proofs).toHaveLength(2);
    expect(log.entries).toMatchObject([{ level: "error", detail: { loopId: "one" } }]);
  });

  test("ends when it is stopped, and nothing is tried again", async () => {
    const { round } = createRound(() => round.stop());
    void round.run();
    await clock.advance(hours(1));
    expect(proofs).toEqual(["one found 7"]);
    await round.settled();
  });
});
