import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createMessageIntake } from "../../../server/adapters/mqtt/message-intake.ts";
import type { IngestAnswer } from "../../../server/app/ingest.ts";
import { createMqttReader } from "../../../server/boundary/mqtt-reader.ts";
import { brokersOf } from "../../support/broker-config.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createMemoryLog } from "../../support/memory-log.ts";

const [broker] = brokersOf(
  `  - { url: "mqtt://b", subscriptions: [{ topic: "p/{loop}/{channel}", payload: value }, { topic: "#", payload: line-protocol }] }\n`,
);

/** An intake whose writes end when the test says how. */
function build() {
  const clock = createFakeClock();
  const log = createMemoryLog();
  const writes: { readonly text: string; end(answer: IngestAnswer): void }[] = [];
  const intake = createMessageIntake({
    reader: createMqttReader(broker?.subscriptions ?? []),
    ingest: {
      accept: (body) => new Promise((resolve) => writes.push({ text: body.toString(), end: resolve })),
    },
    clock,
    log,
    url: "mqtt://b",
  });
  const acknowledged: number[][] = [];
  const from = { acknowledge: (ids: readonly number[]) => void acknowledged.push([...ids]) };
  let proceeded = 0;
  const take = (packetId: number | null, payload = "1", topic = "p/a/x"): void =>
    intake.take(
      {
        message: { topic, payload: Buffer.from(payload), isRetained: false },
        packetId,
        proceed: () => proceeded++,
      },
      from,
    );
  const end = async (i: number, answer: IngestAnswer): Promise<void> => {
    writes[i]?.end(answer);
    await turn();
  };
  return { intake, take, end, writes, acknowledged, clock, log, proceeded: () => proceeded };
}

const taken: IngestAnswer = { kind: "accepted", points: 1, problems: [], refused: 0 };

describe("messages on their way to the disk", () => {
  test("are acknowledged after the write, in their order, and those that come meanwhile share the next", async () => {
    const { take, end, writes, acknowledged } = build();
    for (const id of [7, 3, 9]) take(id);
    expect(writes).toHaveLength(1);
    expect(acknowledged).toEqual([]);
    await end(0, taken);
    expect(acknowledged).toEqual([[7]]);
    expect(writes[1]?.text.split("\n")).toHaveLength(3);
    take(null);
    await end(1, taken);
    await end(2, taken);
    expect(acknowledged).toEqual([[7], [3, 9]]);
  });

  test("that cannot be understood are acknowledged in their turn, without a write of their own", async () => {
    const { intake, take, end, writes, acknowledged } = build();
    take(1, "open");
    await turn();
    expect(acknowledged).toEqual([[1]]);
    take(2);
    take(3, "open");
    take(4);
    await end(0, taken);
    await end(1, taken);
    expect(writes).toHaveLength(2);
    expect(acknowledged).toEqual([[1], [2], [3, 4]]);
    expect(intake.counts()).toMatchObject({ received: 4, refused: 2, waiting: 0 });
  });

  test("that the way in refuses are told of with the topic of each", async () => {
    const { intake, take, end } = build();
    take(1);
    take(2, "1", "p/a/good");
    take(3, "2", "p/a/bad");
    await end(0, taken);
    await end(1, { ...taken, problems: [{ line: 2, message: "No." }], refused: 1 });
    expect(intake.counts()).toMatchObject({ refused: 1, lastRefusal: "p/a/bad: No." });
  });

  test("of line protocol are written by themselves: a bad one cannot swallow its neighbour", async () => {
    const { intake, take, end, writes, acknowledged } = build();
    take(1);
    for (const id of [2, 3]) take(id, `m f="${id}`, "lines");
    take(4);
    await end(0, taken);
    expect(writes.slice(1).map(({ text }) => text.trim())).toEqual([
      expect.stringMatching(/^coolant_loop,loop=a x=1 \d+$/),
      'm f="2',
      'm f="3',
    ]);
    const problems = [
      { line: 1, message: "Bad." },
      { line: 2, message: "Bad too." },
    ];
    await end(1, taken);
    await end(2, { ...taken, problems, refused: 2 });
    await end(3, taken);
    expect(acknowledged).toEqual([[1], [2, 3, 4]]);
    expect(intake.counts()).toMatchObject({ refused: 1, lastRefusal: "lines: Line 1: Bad." });
  });

  test("come again by themselves when the spool was full, only those that did not fit", async () => {
    const { intake, take, end, writes, acknowledged, clock } = build();
    take(1);
    take(2);
    take(3, "m v=1", "lines");
    await end(0, { kind: "full", retryAfterS: 10 });
    expect(intake.counts().isFull).toBe(true);
    expect(acknowledged).toEqual([]);
    await clock.advance(9999);
    expect(writes).toHaveLength(1);
    await clock.advance(1);
    expect(writes[1]?.text).toBe(writes[0]?.text);
    await end(1, taken);
    expect(intake.counts().isFull).toBe(false);
    await end(2, taken);
    await end(3, { kind: "full", retryAfterS: 10 });
    await clock.advance(10_000);
    expect(writes.slice(4).map(({ text }) => text)).toEqual(["m v=1"]);
    await end(4, taken);
    expect(acknowledged).toEqual([[1], [2, 3]]);
  });

  test("are never more than a thousand: nothing is read behind them until there is room", async () => {
    const { intake, take, end, proceeded } = build();
    for (let i = 1; i <= 1000; i++) take(i);
    expect(proceeded()).toBe(999);
    expect(intake.counts().waiting).toBe(1000);
    await end(0, taken);
    expect(proceeded()).toBe(1000);
  });

  test("count by their size too", () => {
    const { take, proceeded } = build();
    take(1, "#".repeat(7_999_999), "lines");
    expect(proceeded()).toBe(1);
    take(2, "#", "lines");
    expect(proceeded()).toBe(1);
  });

  test("stay with the broker when we stop: what is being written is acknowledged, the rest is not", async () => {
    const { intake, take, end, writes, acknowledged } = build();
    take(1);
    take(2);
    const stopped = intake.stop();
    await end(0, taken);
    await stopped;
    take(3);
    expect(acknowledged).toEqual([[1]]);
    expect(writes).toHaveLength(1);
  });

  test("that nobody understands are told of once a minute, with their number", async () => {
    const { take, clock, log } = build();
    for (let i = 0; i < 5; i++) take(i, "open");
    await clock.advance(60_000);
    take(6, "shut");
    expect(log.entries.map(({ detail }) => [detail["messages"], detail["reason"]])).toEqual([
      [1, '"open" is not a number.'],
      [5, '"shut" is not a number.'],
    ]);
  });
});
