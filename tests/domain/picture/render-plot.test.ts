import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../protocol/time.ts";
import { layout } from "../../../server/domain/picture/layout.ts";
import type { Mark } from "../../../server/domain/picture/plot.ts";
import { renderPlot } from "../../../server/domain/picture/render-plot.ts";
import { toPanel, toPlot, toSteady } from "./example-plot.ts";
import { complaintOfXml, pathOf, readPath, textsOf } from "./read-svg.ts";

const { atMs } = toSteady(3600, 0);
const drawn = (values: ArrayLike<number>) =>
  renderPlot(toPlot({ panels: [toPanel({ series: [{ label: "truth", tone: "accent", atMs, values }] })] }));

const full = toPlot({
  title: 'A <loop> & its "leak"',
  description: "Pressure falls after 20 minutes.",
  panels: [
    toPanel({
      series: [{ label: "a < b", tone: "plain", atMs, values: atMs.map((_, i) => 300 - i / 100) }],
      band: { label: "90 %", atMs, low: atMs.map(() => 290), high: atMs.map(() => 310) },
      limits: [{ label: "low & lower", value: 250 }],
    }),
    toPanel({ title: "Inventory", unit: "L" }),
  ],
  marks: [
    { kind: "moment", atMs: minutes(20), label: "hole 'n' more", tone: "abnormal" },
    { kind: "span", fromMs: minutes(30), toMs: minutes(40), label: "loss <of> signal" },
  ],
});

describe("a picture", () => {
  test("is well-formed XML whatever its texts hold, and says them all", () => {
    const svg = renderPlot(full);
    expect(complaintOfXml(svg)).toBeNull();
    expect(svg).toContain("<title>A &lt;loop&gt; &amp; its &quot;leak&quot;</title>");
    expect(svg).toContain("<desc>Pressure falls after 20 minutes.</desc>");
    const texts = textsOf(svg).join("|");
    for (const text of [
      "a &lt; b",
      "90 %",
      "low &amp; lower",
      "hole &#39;n&#39; more",
      "loss &lt;of&gt; signal",
    ]) {
      expect(texts).toContain(text);
    }
  });

  test("stays well-formed with any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const panel = toPanel({
          title: text,
          unit: text,
          series: [{ label: text, tone: "faint", atMs: [], values: [] }],
        });
        const svg = renderPlot(toPlot({ title: text, description: text, panels: [panel] }));
        expect(complaintOfXml(svg)).toBeNull();
      }),
    );
  });

  test("has no character that XML forbids", () => {
    const svg = renderPlot(toPlot({ title: "bell \u0007 and half a pair \ud800" }));
    expect(svg).toContain("<title>bell \ufffd and half a pair \ufffd</title>");
  });

  test("is the same bytes for the same plot", () => {
    expect(renderPlot(full)).toBe(renderPlot(full));
  });

  test("shows a spike of one sample at full height", () => {
    const values = new Float64Array(3600).fill(300);
    values[1800] = 100;
    const [line = []] = readPath(pathOf(drawn(values), "accent"));
    const lowest = line.toSorted((a, b) => b[1] - a[1])[0];
    const usual = line[0]?.[1] ?? Number.NaN;
    expect(lowest?.[0]).toBeCloseTo((layout.left + layout.right) / 2, -1);
    expect((lowest?.[1] ?? Number.NaN) - usual).toBeGreaterThan(layout.panel * 0.8);
  });

  test("leaves a gap open, and shows a lonely sample as a dot", () => {
    const values = new Float64Array(3600).fill(300);
    values.fill(Number.NaN, 1000, 3000);
    values[2000] = 301;
    const lines = readPath(pathOf(drawn(values), "accent"));
    expect(lines.map((line) => line.length)).toEqual([2, 1, 2]);
    const toX = (s: number) => layout.left + ((layout.right - layout.left) * s) / 3600;
    expect(lines[0]?.at(-1)?.[0]).toBeLessThan(toX(1001));
    expect(lines[2]?.[0]?.[0]).toBeGreaterThanOrEqual(Math.floor(toX(3000)));
  });

  test.each([
    ["no samples", []],
    ["missing values only", new Float64Array(3600).fill(Number.NaN)],
  ])("says that there is no data when a panel has %s", (_name, values) => {
    const svg = drawn(values);
    expect(textsOf(svg)).toContain("no data");
    expect(svg).not.toContain('class="accent"');
    expect(complaintOfXml(svg)).toBeNull();
  });

  test("does not say so when there is data", () => {
    expect(textsOf(drawn(new Float64Array(3600).fill(5)))).not.toContain("no data");
  });

  test.each([
    ["a constant", new Float64Array(3600).fill(300)],
    ["zero", new Float64Array(3600)],
  ])("draws %s as a level line in the middle of its panel", (_name, values) => {
    const [line = []] = readPath(pathOf(drawn(values), "accent"));
    expect(new Set(line.map(([, y]) => y)).size).toBe(1);
    expect(drawn(values)).not.toMatch(/NaN|Infinity/);
  });

  test("reaches as far as its limits and no less than its smallest span", () => {
    const values = new Float64Array(3600).fill(300);
    const series = [{ label: "p", tone: "plain", atMs, values }] as const;
    const withLimit = renderPlot(
      toPlot({ panels: [toPanel({ series, limits: [{ label: "low", value: 200 }] })] }),
    );
    expect(textsOf(withLimit)).toContain("200");
    const withSpan = renderPlot(toPlot({ panels: [toPanel({ series, minSpan: 40 })] }));
    expect(textsOf(withSpan)).toEqual(expect.arrayContaining(["280", "300", "320"]));
  });

  test("of a noisy day with five panels stays under 25 kB", () => {
    const count = 86_400;
    const day = toSteady(count, 0);
    const noise = day.values.map((_, i) => Math.sin(i * i) + Math.sin(i / 3000));
    const panel = toPanel({
      series: [
        { label: "sent", tone: "faint", atMs: day.atMs, values: noise },
        {
          label: "truth",
          tone: "accent",
          atMs: day.atMs,
          values: day.values.map((_, i) => Math.sin(i / 3000)),
        },
      ],
    });
    const svg = renderPlot(toPlot({ toMs: hours(24), panels: [panel, panel, panel, panel, panel] }));
    expect(svg.length).toBeLessThan(25_000);
  });

  test("without any length is still a picture", () => {
    const svg = renderPlot({ ...full, toMs: full.fromMs });
    expect(complaintOfXml(svg)).toBeNull();
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});

describe("the marks of a picture", () => {
  const marked = (marks: readonly Mark[]) => renderPlot(toPlot({ panels: [toPanel({})], marks }));
  const moment = (at: number, label: string): Mark => ({ kind: "moment", atMs: at, label, tone: "plain" });
  const tops = (svg: string) =>
    [...svg.matchAll(/class="mark plain" d="M\d+ (\d+)V/g)].map(([, y]) => Number(y));

  test("stand in one row where their labels have room", () => {
    const rows = tops(marked([moment(minutes(5), "a"), moment(minutes(40), "b")]));
    expect(new Set(rows).size).toBe(1);
    expect(rows).toHaveLength(2);
  });

  test("stand above each other where their labels would touch", () => {
    expect(
      new Set(tops(marked([moment(minutes(5), "the first"), moment(minutes(6), "the second")]))).size,
    ).toBe(2);
  });

  test("keep a label at the right edge inside the picture", () => {
    const svg = marked([moment(hours(1), "the very end of the story")]);
    const x = Number(/x="(\d+)" y="\d+">the very end/.exec(svg)?.[1]);
    expect(x).toBeLessThan(layout.right - 300);
  });

  test("are left out when they lie outside of the plot", () => {
    const svg = marked([
      moment(-1, "too early"),
      moment(hours(1) + 1, "too late"),
      { kind: "span", fromMs: hours(2), toMs: hours(3), label: "later" },
    ]);
    expect(svg).not.toMatch(/class="mark|class="span"/);
    expect(textsOf(svg).join()).not.toMatch(/too|later/);
  });

  test("cut a span to the plot, name it once, and show even a short one", () => {
    const span = (fromMs: number, toMs: number): Mark => ({
      kind: "span",
      fromMs,
      toMs,
      label: "loss of signal",
    });
    const svg = marked([
      span(-hours(1), minutes(1)),
      span(minutes(30), minutes(30) + 1),
      span(minutes(59), hours(9)),
    ]);
    const fields = [...pathOf(svg, "span").matchAll(/M(\d+) \d+H(\d+)/g)].map(([, from, to]) => [
      Number(from),
      Number(to),
    ]);
    expect(fields).toHaveLength(3);
    expect(fields[0]?.[0]).toBe(layout.left);
    expect((fields[1]?.[1] ?? 0) - (fields[1]?.[0] ?? 0)).toBe(2);
    expect(fields[2]?.[1]).toBe(layout.right);
    expect(textsOf(svg).filter((text) => text.includes("loss of signal"))).toHaveLength(1);
  });

  test("cost little when there are thousands of spans", () => {
    const spans = Array.from(
      { length: 3600 },
      (_, i): Mark => ({
        ...{ kind: "span", label: "gap" },
        ...{ fromMs: seconds(i), toMs: seconds(i) + 400 },
      }),
    );
    expect(marked(spans).length).toBeLessThan(15_000);
  });
});
