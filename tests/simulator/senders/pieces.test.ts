import { describe, expect, test } from "vitest";
import { createRandom } from "../../../simulator/random.ts";
import { toBackoff } from "../../../simulator/senders/backoff.ts";
import { createLineQueue, splitChunk } from "../../../simulator/senders/line-queue.ts";
import { createNullSender } from "../../../simulator/senders/null-sender.ts";
import { createRefusals } from "../../../simulator/senders/refusals.ts";
import { renderSummary, renderSummaryJson } from "../../../simulator/senders/summary.ts";
import { countLines } from "../../../simulator/senders/tally.ts";

describe("the pause after a failure", () => {
  test("doubles up to ten seconds, between half of that and all of it", () => {
    const random = createRandom(1, "pauses");
    for (const [failure, fullMs] of [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000].entries()) {
      for (let i = 0; i < 50; i++) {
        const pauseMs = toBackoff(failure + 1, random);
        expect(pauseMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(pauseMs).toBeLessThanOrEqual(fullMs);
      }
    }
  });

  test("differs between seeds and repeats with the same", () => {
    const pauses = (seed: number) => {
      const random = createRandom(seed, "pauses");
      return Array.from({ length: 8 }, (_, i) => toBackoff(i + 1, random));
    };
    expect(pauses(1)).toEqual(pauses(1));
    expect(pauses(1)).not.toEqual(pauses(2));
  });
});

describe("the queue of lines", () => {
  test("joins batches up to a size and keeps their order", () => {
    const queue = createLineQueue();
    for (const batch of ["a\n", "bb\nb\n", "c\n"]) queue.add(batch);
    expect(queue.take(6)).toEqual({ body: "a\n", points: 1 });
    expect(queue.take(100)).toEqual({ body: "bb\nb\nc\n", points: 3 });
    expect(queue.take(100)).toBeNull();
  });

  test("gives a batch that is larger than the size on its own", () => {
    const queue = createLineQueue();
    queue.add("long line\n");
    expect(queue.take(1)).toEqual({ body: "long line\n", points: 1 });
  });

  test("counts what was taken until it is done with, and gives first what was put back", () => {
    const queue = createLineQueue();
    queue.add("a\n");
    queue.add("b\n");
    const chunk = queue.take(1);
    if (chunk === null) throw new Error("There was a chunk.");
    expect(queue.bytes()).toBe(4);
    queue.putBack(chunk);
    expect(queue.take(1)).toBe(chunk);
    queue.done(chunk);
    expect(queue.bytes()).toBe(2);
    expect(queue.isEmpty()).toBe(false);
  });

  test("a chunk is halved between lines, a single line is not", () => {
    expect(splitChunk({ body: "a\nbb\nc\n", points: 3 })).toEqual([
      { body: "a\n", points: 1 },
      { body: "bb\nc\n", points: 2 },
    ]);
    expect(splitChunk({ body: "a\n", points: 1 })).toBeNull();
  });
});

describe("refusals", () => {
  test("are said once each", () => {
    const said: string[] = [];
    const refusals = createRefusals((sentence) => said.push(sentence));
    for (const sentence of ["a", "b", "a"]) refusals.add(sentence);
    expect(said).toEqual(["a", "b"]);
  });

  test("end with a sentence when there are too many", () => {
    const said: string[] = [];
    const refusals = createRefusals((sentence) => said.push(sentence));
    for (let i = 0; i < 100; i++) refusals.add(`refusal ${i}`);
    expect(said).toHaveLength(11);
    expect(said.at(-1)).toContain("only counted");
  });
});

describe("the summary", () => {
  const counters = { sent: 1200, acknowledged: 1190, retried: 3, rejected: 2, queued: 8 };

  test("is a sentence with every count", () => {
    expect(renderSummary(counters, "lines")).toBe(
      "1200 lines: 1190 acknowledged, 3 retried, 2 rejected, 8 not sent.",
    );
  });

  test("is a line of JSON for programs", () => {
    expect(JSON.parse(renderSummaryJson(counters, { scenario: "S01" }))).toEqual({
      scenario: "S01",
      sent: 1200,
      acknowledged: 1190,
      retried: 3,
      rejected: 2,
      notSent: 8,
    });
  });
});

test("the null sender takes everything and counts it", async () => {
  const sender = createNullSender(countLines);
  sender.send("a\nb\n");
  sender.send("c\n");
  await sender.whenIdle();
  expect(sender.hasRoom()).toBe(true);
  expect(sender.counters()).toEqual({ sent: 3, acknowledged: 3, retried: 0, rejected: 0, queued: 0 });
  await sender.close();
});
