import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { createUnmappedBook } from "../../server/app/unmapped-series.ts";
import { createLineReader } from "../../server/boundary/line-reader.ts";
import { toLoop } from "../support/builders.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";

/** A pipeline with one loop, and the list of what it does not know. */
function createBook() {
  const clock = createFakeClock();
  const book = createUnmappedBook(clock);
  const pipeline = createPipeline([toLoop()], { observe: () => undefined, onEstimate: () => undefined });
  const reader = createLineReader();
  const intake = pipeline.intake(reader, undefined, { unmapped: book.note, sample: () => undefined });
  const send = (...lines: readonly string[]) =>
    intake.accept(reader.read(Buffer.from(lines.join("\n")), "ms", clock.nowMs()));
  return { clock, book, send };
}

const t0 = fakeStartMs;

describe("telemetry that belongs to no loop", () => {
  test("is listed by series and field, with the newest value by source time", () => {
    const { book, send } = createBook();
    send(
      `room,host=a temp=20,door=true ${t0}`,
      `room,host=a temp=22 ${t0 + 2000}`,
      `room,host=a temp=21 ${t0 + 1000}`,
    );
    send(`room,host=b temp=5i ${t0}`, `log text="started" ${t0}`);
    expect(
      book
        .list()
        .series.map(({ measurement, tags, field, value, atMs }) => [
          measurement,
          tags,
          field,
          value,
          atMs - t0,
        ]),
    ).toEqual([
      ["room", { host: "a" }, "temp", 22, 2000],
      ["room", { host: "a" }, "door", null, 0],
      ["room", { host: "b" }, "temp", 5, 0],
      ["log", {}, "text", null, 0],
    ]);
    expect(book.size).toBe(4);
  });

  test("is also a field of a loop's own series that feeds no channel, and what it feeds is not listed", () => {
    const { book, send } = createBook();
    send(`bench,loop=bench p-acc=300,humidity=40,note="x" ${t0}`);
    expect(book.list().series.map(({ field }) => field)).toEqual(["humidity", "note"]);
  });

  test("nothing is listed while everything feeds a channel or is an operation", () => {
    const { book, send } = createBook();
    send(`bench,loop=bench p-acc=300 ${t0}`, `coolant_operation,loop=bench kind="refill" ${t0}`);
    expect(book.list()).toEqual({ series: [], leftOut: 0 });
  });

  test("has a rate by arrival, which falls when it stops", async () => {
    const { clock, book, send } = createBook();
    for (let s = 0; s < 180; s++) {
      send(`room temp=20 ${clock.nowMs()}`, `room temp=20 ${clock.nowMs() + 1}`);
      await clock.advance(seconds(1));
    }
    expect(book.list().series[0]!.ratePerS).toBeCloseTo(2, 1);
    await clock.advance(minutes(1));
    expect(book.list().series[0]!.ratePerS).toBeLessThan(1.5);
    await clock.advance(minutes(5));
    expect(book.list().series[0]).toMatchObject({ ratePerS: 0, value: 20 });
  });

  test("is bounded: values of further series are counted, and what is silent for a day makes room", async () => {
    const { clock, book, send } = createBook();
    const many = Array.from({ length: 1200 }, (_, i) => `room,n=${i} temp=${i} ${t0}`);
    send(...many);
    expect(book.size).toBe(1000);
    expect(book.list().leftOut).toBe(200);
    send(...many);
    expect(book.list().leftOut).toBe(400);
    await clock.advance(hours(25));
    send(`room,n=1199 temp=7 ${clock.nowMs()}`);
    send(`room,n=1199 temp=7 ${clock.nowMs()}`);
    expect(book.list().series.map(({ tags }) => tags["n"])).toEqual(["1199"]);
  });
});
