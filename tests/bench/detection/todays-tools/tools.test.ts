import { describe, expect, test } from "vitest";
import type { Tool } from "../../../../bench/detection/todays-tools/tool.ts";
import { toolKinds } from "../../../../bench/detection/todays-tools/tool-kinds.ts";

const hour = 3600;

/** First second at which a tool calls on one value a second; `null`: never. */
function firstCall(tool: Tool, toValue: (atS: number) => number, untilS: number): number | null {
  for (let atS = 0; atS < untilS; atS++) if (tool.take(atS, toValue(atS))) return atS;
  return null;
}

const kindOf = (id: string) => toolKinds.find((kind) => kind.id === id)!;

/** A little movement of seven minutes, so that a standard deviation is above zero; white noise would reach any limit. */
const noise = (atS: number): number => 0.5 * Math.sin((2 * Math.PI * atS) / 420);
const steady = (atS: number): number => 300 + noise(atS);
const swinging = (atS: number): number => 300 + 20 * Math.sin((2 * Math.PI * atS) / 5580);
const stepped = (depth: number) => (atS: number) => steady(atS) - (atS >= 10 * hour ? depth : 0);
/** Ten minutes of falling by a share a minute. */
const falling = (sharePerMin: number) => (atS: number) =>
  steady(atS) * Math.exp((-sharePerMin * Math.min(600, Math.max(0, atS - 10 * hour))) / 60);

describe.each([
  { id: "limit-10", shallow: stepped(29), deep: stepped(31), withinS: 20 },
  { id: "limit-25", shallow: stepped(74), deep: stepped(76), withinS: 20 },
  { id: "rate", shallow: falling(0.04), deep: falling(0.07), withinS: 60 },
  { id: "shewhart", shallow: stepped(0.4), deep: stepped(20), withinS: 130 },
  { id: "baseline", shallow: stepped(29), deep: stepped(32), withinS: 130 },
])("the rule $id", ({ id, shallow, deep, withinS }) => {
  test("is quiet on a steady pressure, and on a fall that is too small for it", () => {
    expect(firstCall(kindOf(id).create(), steady, 12 * hour)).toBeNull();
    expect(firstCall(kindOf(id).create(), shallow, 12 * hour)).toBeNull();
  });

  test("calls soon after a fall that is large enough", () => {
    const called = firstCall(kindOf(id).create(), deep, 12 * hour)!;
    expect(called).toBeGreaterThanOrEqual(10 * hour);
    expect(called).toBeLessThanOrEqual(10 * hour + withinS);
  });

  test("is quiet on an orbit's swing of a fifteenth", () => {
    expect(firstCall(kindOf(id).create(), swinging, 24 * hour)).toBeNull();
  });
});
