import { expect, test } from "vitest";
import { extremes, type OpenStore, ref, t0, write } from "./telemetry-lines.ts";

/** What every telemetry store promises to those who ask it. */
export function promisesOfReading(open: OpenStore): void {
  test("an empty store answers every question without an error", async () => {
    const store = await open();
    await store.ping();
    expect(await store.count("coolant_loop")).toBe(0);
    expect(await store.newestMs([ref("flow_lpm")])).toBeNull();
    expect(await store.newestMs([])).toBeNull();
    const span = { fromMs: t0, toMs: t0 + 2000, bucketMs: 1000 };
    expect(await store.history({ series: [ref("flow_lpm")], ...span })).toEqual({
      tMs: [t0, t0 + 1000],
      min: [[null, null]],
      max: [[null, null]],
    });
    expect(await store.history({ series: [], ...span })).toEqual({ tMs: [t0, t0 + 1000], min: [], max: [] });
    await store.dropBefore(t0);
  });

  test("history gives minimum and maximum of each bucket, and null where a bucket is empty", async () => {
    const store = await open();
    const at = (ms: number, kpa: number) => `coolant_loop,loop=ms-22 pressure_kpa=${kpa} ${t0 + ms}`;
    const lines = [at(0, 300), at(400, 310.5), at(999, -5), at(2000, 301), at(2999, 302)];
    expect(await write(store, lines)).toEqual({ refused: null });
    const span = { fromMs: t0, toMs: t0 + 4000, bucketMs: 1000 };
    expect(await store.history({ series: [ref("pressure_kpa")], ...span })).toEqual({
      tMs: [t0, t0 + 1000, t0 + 2000, t0 + 3000],
      min: [[-5, null, 301, null]],
      max: [[310.5, null, 302, null]],
    });
  });

  test("sums and counts come where they are asked for, so that means can be made", async () => {
    const store = await open();
    await write(store, [
      `coolant_loop,loop=ms-22,host=a v=1 ${t0}`,
      `coolant_loop,loop=ms-22,host=b v=4 ${t0 + 500}`,
      `coolant_loop,loop=ms-22,host=a v=7 ${t0 + 2000}`,
    ]);
    const span = { fromMs: t0, toMs: t0 + 3000, bucketMs: 1000, withSums: true };
    const { sum, count } = await store.history({ series: [ref("v"), ref("nothing")], ...span });
    expect({ sum, count }).toEqual({
      sum: [
        [5, 0, 7],
        [0, 0, 0],
      ],
      count: [
        [2, 0, 1],
        [0, 0, 0],
      ],
    });
  });

  test("buckets are aligned to multiples of their width, and the span is half open", async () => {
    const store = await open();
    await write(store, [
      `coolant_loop,loop=ms-22 v=1 ${t0 + 499}`,
      `coolant_loop,loop=ms-22 v=2 ${t0 + 500}`,
      `coolant_loop,loop=ms-22 v=3 ${t0 + 2499}`,
      `coolant_loop,loop=ms-22 v=4 ${t0 + 2500}`,
    ]);
    const history = await store.history({
      series: [ref("v")],
      fromMs: t0 + 500,
      toMs: t0 + 2500,
      bucketMs: 1000,
    });
    expect(history).toEqual({ tMs: [t0, t0 + 1000, t0 + 2000], min: [[2, null, 3]], max: [[2, null, 3]] });
  });

  test("many series come in one answer, in the order of the question", async () => {
    const store = await open();
    await write(store, [
      `coolant_loop,loop=ms-22 a=1,b=10 ${t0}`,
      `coolant_loop,loop=iss-a a=2,b=20 ${t0}`,
      `iss_telemetry,id=S1 value=7 ${t0}`,
    ]);
    const history = await store.history({
      series: [
        ref("b", { loop: "iss-a" }),
        ref("value", { id: "S1" }, "iss_telemetry"),
        ref("nothing"),
        ref("a", { loop: "ms-22" }),
        ref("a", {}),
      ],
      fromMs: t0,
      toMs: t0 + 1000,
      bucketMs: 1000,
    });
    expect(history.min).toEqual([[20], [7], [null], [1], [1]]);
    expect(history.max).toEqual([[20], [7], [null], [1], [2]]);
  });

  test("more series than fit one request are all answered", async () => {
    const store = await open();
    const names = Array.from({ length: 120 }, (_, i) => `loop-${i}`);
    await write(
      store,
      names.map((name, i) => `coolant_loop,loop=${name} v=${i} ${t0}`),
    );
    const series = names.map((loop) => ref("v", { loop }));
    const history = await store.history({ series, fromMs: t0, toMs: t0 + 1000, bucketMs: 1000 });
    expect(history.max.map(([value]) => value)).toEqual(names.map((_, i) => i));
  });

  test("further tags of a series do not matter, but the named ones must be there", async () => {
    const store = await open();
    await write(store, [
      `coolant_loop,host=a,loop=ms-22 v=1 ${t0}`,
      `coolant_loop,host=b,loop=ms-22 v=5 ${t0}`,
      `coolant_loop,host=b v=9 ${t0}`,
    ]);
    expect(await extremes(store, ref("v"))).toEqual([1, 5]);
    expect(await extremes(store, ref("v", { host: "b", loop: "ms-22" }))).toEqual([5, 5]);
    expect(await extremes(store, ref("v", { host: "c" }))).toEqual([null, null]);
  });

  test("numbers of every kind are kept; text and truth values have no history", async () => {
    const store = await open();
    const fields = `f=-1.5e-3,whole=4,i=-12i,s="a \\"quoted\\" text, with = and comma",yes=true,no=F`;
    expect(await write(store, [`coolant_loop,loop=ms-22 ${fields} ${t0}`])).toEqual({ refused: null });
    expect(await extremes(store, ref("f"))).toEqual([-0.0015, -0.0015]);
    expect(await extremes(store, ref("whole"))).toEqual([4, 4]);
    expect(await extremes(store, ref("i"))).toEqual([-12, -12]);
    for (const field of ["s", "yes", "no"]) expect(await extremes(store, ref(field))).toEqual([null, null]);
    expect(await store.count("coolant_loop")).toBe(1);
  });

  test("a text among the series of a question does not hide the others", async () => {
    const store = await open();
    await write(store, [`coolant_loop,loop=ms-22 a=1,s="text",b=2 ${t0}`]);
    const span = { fromMs: t0, toMs: t0 + 1000, bucketMs: 1000 };
    const history = await store.history({ series: [ref("a"), ref("s"), ref("b")], ...span });
    expect(history.min).toEqual([[1], [null], [2]]);
  });

  test.each([
    ["a quote", "it's"],
    ["double quotes", 'the "best" loop'],
    ["a space, a comma and an equals sign", "a b,c=d"],
    ["a backslash", "a\\b"],
    ["words that would end a question", "x' OR 'y'='y"],
    ["other scripts", "контур-Ω"],
  ])("names and tags may hold %s", async (_, name) => {
    const store = await open();
    const escaped = name.replaceAll(",", "\\,").replaceAll("=", "\\=").replaceAll(" ", "\\ ");
    const measurement = escaped.replaceAll("\\=", "=");
    const lines = [
      `${measurement},${escaped}=${escaped} ${escaped}=3 ${t0}`,
      `${measurement} ${escaped}=8 ${t0}`,
    ];
    expect(await write(store, lines)).toEqual({ refused: null });
    expect(await extremes(store, ref(name, { [name]: name }, name))).toEqual([3, 3]);
    expect(await store.newestMs([ref(name, { [name]: name }, name)])).toBe(t0);
    expect(await store.count(name)).toBe(2);
  });

  test("the newest time is that of the named series alone", async () => {
    const store = await open();
    await write(store, [
      `coolant_loop,loop=ms-22 a=1 ${t0 + 5000}`,
      `coolant_loop,loop=ms-22 b=1 ${t0 + 7000}`,
      `coolant_loop,loop=iss-a a=1 ${t0 + 9000}`,
      `coolant_loop,loop=ms-22 a=1 ${t0}`,
    ]);
    expect(await store.newestMs([ref("a")])).toBe(t0 + 5000);
    expect(await store.newestMs([ref("a"), ref("b")])).toBe(t0 + 7000);
    expect(await store.newestMs([ref("a", { loop: "iss-b" })])).toBeNull();
  });

  test("times before 1970 keep their order", async () => {
    const store = await open();
    await write(store, ["old,loop=ms-22 v=1 -1500", "old,loop=ms-22 v=2 -500"]);
    const series = [ref("v", { loop: "ms-22" }, "old")];
    expect(await store.newestMs(series)).toBe(-500);
    expect((await store.history({ series, fromMs: -2000, toMs: 0, bucketMs: 1000 })).min).toEqual([[1, 2]]);
  });

  test("a question for more buckets than anybody can look at is refused", async () => {
    const store = await open();
    const question = store.history({ series: [ref("v")], fromMs: 0, toMs: t0, bucketMs: 1 });
    await expect(question).rejects.toMatchObject({ name: "StoreError", retryable: false });
  });

  test("texts come from a time on, oldest first, whatever further tags their series have", async () => {
    const store = await open();
    await write(store, [
      `coolant_operation,loop=ms-22 kind="refill" ${t0 + 3000}`,
      `coolant_operation,loop=ms-22,by=ada kind="serviced" ${t0 + 2000}`,
      `coolant_operation,loop=ms-22 kind="isolation",crew=2i ${t0 + 1000}`,
      `coolant_operation,loop=ms-22 kind="maintenance" ${t0 + 999}`,
      `coolant_operation,loop=ms-22 crew=3i ${t0 + 2500}`,
      `coolant_operation,loop=iss-a kind="reopening" ${t0 + 2500}`,
    ]);
    const kinds = ref("kind", { loop: "ms-22" }, "coolant_operation");
    expect(await store.texts(kinds, t0 + 1000)).toEqual([
      { atMs: t0 + 1000, text: "isolation" },
      { atMs: t0 + 2000, text: "serviced" },
      { atMs: t0 + 3000, text: "refill" },
    ]);
    expect(await store.texts(kinds, t0 + 3001)).toEqual([]);
  });

  test("a number is no text, and what nobody wrote has none", async () => {
    const store = await open();
    await write(store, [`coolant_loop,loop=ms-22 v=1 ${t0}`]);
    expect(await store.texts(ref("v"), 0)).toEqual([]);
    expect(await store.texts(ref("kind"), 0)).toEqual([]);
    expect(await store.texts(ref("kind", {}, "nothing"), 0)).toEqual([]);
  });

  test("times ahead of this machine's clock count like any other", async () => {
    const store = await open();
    const aheadMs = 4_102_444_800_000;
    await write(store, [`coolant_loop,loop=ms-22 v=1 ${t0}`, `coolant_loop,loop=ms-22 v=2 ${aheadMs}`]);
    expect(await store.newestMs([ref("v")])).toBe(aheadMs);
    expect(await store.count("coolant_loop")).toBe(2);
    const span = { fromMs: aheadMs, toMs: aheadMs + 1000, bucketMs: 1000 };
    expect((await store.history({ series: [ref("v")], ...span })).max).toEqual([[2]]);
  });
}
