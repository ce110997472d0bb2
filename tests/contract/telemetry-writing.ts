import { expect, test } from "vitest";
import type { Precision } from "../../server/app/ports.ts";
import { extremes, type OpenStore, ref, t0, write } from "./telemetry-lines.ts";

/** What every telemetry store promises to those who write into it. */
export function promisesOfWriting(open: OpenStore): void {
  test("an empty body changes nothing", async () => {
    const store = await open();
    expect(await store.write(Buffer.alloc(0), "ms")).toEqual({ refused: null });
    expect(await store.count("coolant_loop")).toBe(0);
  });

  test("two writes to one point are one point with the fields of both, the last value of each", async () => {
    const store = await open();
    await write(store, [`coolant_loop,loop=ms-22 a=1,b=2 ${t0}`]);
    await write(store, [`coolant_loop,loop=ms-22 b=3,c=4 ${t0}`]);
    expect(await store.count("coolant_loop")).toBe(1);
    expect(await extremes(store, ref("a"))).toEqual([1, 1]);
    expect(await extremes(store, ref("b"))).toEqual([3, 3]);
    expect(await extremes(store, ref("c"))).toEqual([4, 4]);
  });

  test("a body written twice is in once", async () => {
    const store = await open();
    const lines = Array.from({ length: 3000 }, (_, i) => `coolant_loop,loop=ms-22 a=${i},b=2 ${t0 + i}`);
    await write(store, lines);
    await write(store, lines);
    expect(await store.count("coolant_loop")).toBe(3000);
    expect(await extremes(store, ref("a"))).toEqual([0, 2999]);
  });

  test("a point is counted once, whatever fields and tags it has", async () => {
    const store = await open();
    await write(store, [
      `sparse,loop=a f=1 ${t0}`,
      `sparse,loop=a g=1 ${t0 + 1}`,
      `sparse,loop=b g=1 ${t0}`,
      `sparse,loop=b,host=x f=1,g=1 ${t0}`,
      `sparse,host=x g=2 ${t0}`,
      `sparse f=1,g=2 ${t0}`,
      `sparse f=1,g=2 ${t0 + 1}`,
    ]);
    expect(await store.count("sparse")).toBe(7);
    expect(await store.count("spars")).toBe(0);
  });

  test.each<[Precision, number]>([
    ["ns", t0 * 1_000_000],
    ["us", t0 * 1000],
    ["ms", t0],
    ["s", t0 / 1000],
    ["m", t0 / 60_000],
    ["h", t0 / 3_600_000],
  ])("timestamps in %s mean what they say", async (precision, stamp) => {
    const store = await open();
    await write(store, [`coolant_loop,loop=ms-22 v=1 ${BigInt(stamp)}`], precision);
    expect(await store.newestMs([ref("v")])).toBe(t0);
  });

  test("points a nanosecond apart are two, and the newest time is rounded down", async () => {
    const store = await open();
    const ns = BigInt(t0) * 1_000_000n;
    await write(store, [`m,loop=ms-22 v=1 ${ns + 999_998n}`, `m,loop=ms-22 v=2 ${ns + 999_999n}`], "ns");
    expect(await store.count("m")).toBe(2);
    expect(await store.newestMs([ref("v", { loop: "ms-22" }, "m")])).toBe(t0);
  });

  test("what is older is dropped, what is as old stays", async () => {
    const store = await open();
    await write(store, [
      `coolant_loop,loop=ms-22 v=1 ${t0 - 1}`,
      `coolant_loop,loop=ms-22 v=2 ${t0}`,
      `coolant_loop,loop=ms-22 v=3 ${t0 + 1}`,
      `iss_telemetry,id=S1 value=4 ${t0 - 86_400_000}`,
    ]);
    await store.dropBefore(t0);
    expect(await store.count("coolant_loop")).toBe(2);
    expect(await store.count("iss_telemetry")).toBe(0);
    expect(await extremes(store, ref("v"))).toEqual([2, 3]);
  });

  test("what is to be kept stays, however old", async () => {
    const store = await open();
    await store.dropBefore(t0, ["kept, too"]);
    await write(store, [
      `kept\\,\\ too,loop=a v=1 ${t0 - 1}`,
      `other\\ one,loop=a v=1 ${t0 - 1}`,
      `other\\ one,loop=a v=2 ${t0}`,
    ]);
    await store.dropBefore(t0, ["kept, too", "never written"]);
    expect(await store.count("kept, too")).toBe(1);
    expect(await store.count("other one")).toBe(1);
  });

  test("dropping a long stretch leaves exactly the rest", async () => {
    const store = await open();
    const lines = Array.from({ length: 5001 }, (_, i) => `coolant_loop,loop=ms-22 v=${i} ${t0 + i}`);
    await write(store, lines);
    await store.dropBefore(t0 + 4321);
    expect(await store.count("coolant_loop")).toBe(680);
    expect(await extremes(store, ref("v"))).toEqual([4321, 5000]);
  });

  test("a value of another type is refused with the field's name, and the rest of the body is in", async () => {
    const store = await open();
    await write(store, [`coolant_loop,loop=ms-22 a=1 ${t0}`]);
    const { refused } = await write(store, [
      `coolant_loop,loop=ms-22 a=2 ${t0 + 1}`,
      `coolant_loop,loop=ms-22 a=3i ${t0 + 2}`,
      `coolant_loop,loop=ms-22 a=4 ${t0 + 3}`,
    ]);
    expect(refused).toContain("field type conflict");
    expect(refused).toContain('"a"');
    expect(await store.count("coolant_loop")).toBe(3);
    expect(await extremes(store, ref("a"))).toEqual([1, 4]);
  });

  test("a conflict inside the first body of a measurement does not take the body with it", async () => {
    const store = await open();
    const lines = Array.from({ length: 50 }, (_, i) => `fresh,loop=ms-22 a=${i} ${t0 + i}`);
    lines.splice(20, 0, `fresh,loop=ms-22 a="a text\nover two lines" ${t0 + 100}`);
    lines.push(`other,loop=ms-22 a=1 ${t0}`);
    expect((await write(store, lines)).refused).toContain("field type conflict");
    expect(await store.count("fresh")).toBe(50);
    expect(await store.count("other")).toBe(1);
  });

  test("a line that is none is refused, and the others are in", async () => {
    const store = await open();
    const lines = [`m,loop=a v=1 ${t0}`, "this is not a line", `m,loop=a v=2 ${t0 + 1}`, `m,loop=a v= ${t0}`];
    expect((await write(store, lines)).refused).not.toBeNull();
    expect(await store.count("m")).toBe(2);
    expect((await write(store, ["nothing good here"])).refused).not.toBeNull();
  });
}
