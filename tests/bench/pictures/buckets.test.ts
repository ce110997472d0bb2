import { describe, expect, test } from "vitest";
import { createBuckets } from "../../../bench/pictures/buckets.ts";
import { days, seconds } from "../../../protocol/time.ts";

const day = () => createBuckets(0, days(1));

describe("the buckets of a long series", () => {
  test("keep one odd sample of a day", () => {
    const buckets = day();
    for (let s = 0; s < 86_400; s++) buckets.add(seconds(s), s === 50_000 ? 3 : 300);
    const { atMs, values } = buckets.toSeries(seconds(10));
    expect(values.filter((value) => value !== 300)).toEqual([3]);
    expect(atMs[values.indexOf(3)]).toBe(seconds(50_000));
  });

  test("do not mind in which order samples come, as after a recorder's dump", () => {
    const [forwards, backwards] = [day(), day()];
    for (let s = 0; s < 86_400; s++) {
      forwards.add(seconds(s), Math.sin(s));
      backwards.add(seconds(86_399 - s), Math.sin(86_399 - s));
    }
    expect(backwards.toSeries(seconds(10))).toEqual(forwards.toSeries(seconds(10)));
  });

  test("have times that ascend", () => {
    const buckets = day();
    for (let s = 0; s < 86_400; s++) buckets.add(seconds(s), Math.cos(s * s));
    const { atMs } = buckets.toSeries(seconds(10));
    expect(atMs).toEqual(atMs.toSorted((a, b) => a - b));
  });

  test("show a gap where nothing came for longer than told, and none where it was shorter", () => {
    const buckets = day();
    for (let s = 0; s < 86_400; s++) {
      if (!(s > 1000 && s < 1900) && !(s > 4000 && s < 4500)) buckets.add(seconds(s), 1);
    }
    const { values } = buckets.toSeries(seconds(600));
    expect(values.filter(Number.isNaN)).toHaveLength(1);
  });

  test("take rare samples for what they are", () => {
    const buckets = day();
    for (let s = 0; s < 86_400; s += 3600) buckets.add(seconds(s), s);
    const { values } = buckets.toSeries(seconds(3600));
    expect(values).toHaveLength(24);
    expect(values).not.toContain(Number.NaN);
  });

  test("are empty without a usable sample", () => {
    const buckets = day();
    buckets.add(-1, 5);
    buckets.add(days(1) + 1, 5);
    buckets.add(seconds(5), Number.NaN);
    expect(buckets.toSeries(seconds(10))).toEqual({ atMs: [], values: [] });
  });
});
