import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../protocol/alarm.ts";
import { toAdvice } from "../../../server/domain/notice/guidance.ts";
import type { Guidance, GuidanceTexts } from "../../../server/domain/notice/policy.ts";
import { exampleAlarm, exampleLoop, mailOf } from "./examples.ts";

const guidanceOf = (general: GuidanceTexts, own?: GuidanceTexts): Guidance => ({
  general,
  byLoop: new Map(own === undefined ? [] : [["ms-22", own]]),
});
const nothing = guidanceOf({});

const verdicts: readonly Verdict[] = [
  "leak",
  "thermal transient",
  "pump or valve change",
  "fill or drain",
  "gas-side loss",
  "sensor fault",
  "data-path fault",
  "limit passed",
  "loss of sensing",
  "undelivered notices",
  "detection not proven",
  "units in doubt",
  "unknown",
];

describe("where the owner wrote nothing", () => {
  test.each(verdicts)("%s has advice of ours, without a source", (verdict) => {
    const { lines, source } = toAdvice(
      { ...exampleAlarm, alarmClass: "process", verdict },
      exampleLoop,
      nothing,
    );
    expect(lines.length).toBeGreaterThan(0);
    expect(source).toBeNull();
  });

  test("a possible leak is treated as a leak", () => {
    const linesOf = (verdict: Verdict) => toAdvice({ ...exampleAlarm, verdict }, exampleLoop, nothing).lines;
    expect(linesOf("unknown")).toEqual(linesOf("leak"));
  });

  test("a coolant that is dangerous when spilt comes first, and only of a leak", () => {
    const ammonia = { ...exampleLoop, coolant: "ammonia" } as const;
    expect(toAdvice(exampleAlarm, ammonia, nothing).lines[0]).toMatch(/^Ammonia is toxic/);
    expect(toAdvice(exampleAlarm, { ...ammonia, coolant: "water" }, nothing).lines[0]).toMatch(/^Look/);
    expect(toAdvice(exampleAlarm, { ...ammonia, assumed: ["coolant"] }, nothing).lines[0]).toMatch(/^Look/);
    expect(toAdvice(exampleAlarm, null, nothing).lines[0]).toMatch(/^Look/);
    const sensor = { ...exampleAlarm, alarmClass: "sensor", verdict: "sensor fault" } as const;
    expect(toAdvice(sensor, ammonia, nothing).lines[0]).toMatch(/^The loop is watched/);
  });
});

describe("the owner's text", () => {
  test.each<{
    readonly name: string;
    readonly guidance: Guidance;
    readonly line: string;
    readonly source: string;
  }>([
    {
      name: "of the loop goes before the general one",
      guidance: guidanceOf({ leak: "general" }, { leak: "own" }),
      line: "own",
      source: "this loop's configuration",
    },
    {
      name: "in general stands where the loop has none for this",
      guidance: guidanceOf({ leak: "general" }, { sensor: "own" }),
      line: "general",
      source: "the configuration",
    },
    {
      name: "of another loop is not taken",
      guidance: { general: { leak: "general" }, byLoop: new Map([["other", { leak: "theirs" }]]) },
      line: "general",
      source: "the configuration",
    },
  ])("$name", ({ guidance, line, source }) => {
    expect(toAdvice(exampleAlarm, exampleLoop, guidance)).toEqual({ lines: [line], source });
  });

  test("for the verdict goes before that for the class", () => {
    const alarm = { ...exampleAlarm, alarmClass: "process", verdict: "fill or drain" } as const;
    const byBoth = guidanceOf({ process: "class", "fill or drain": "verdict" });
    expect(toAdvice(alarm, exampleLoop, byBoth).lines).toEqual(["verdict"]);
    expect(toAdvice(alarm, exampleLoop, guidanceOf({ process: "class" })).lines).toEqual(["class"]);
  });

  test("keeps its lines, loses its own bullets, and is bounded", () => {
    const text = `- Close V12.\n\n  * Call +49 30 1234.\n${"x\n".repeat(100)}${"y".repeat(1000)}`;
    const { lines } = toAdvice(exampleAlarm, exampleLoop, guidanceOf({ leak: text }));
    expect(lines.slice(0, 2)).toEqual(["Close V12.", "Call +49 30 1234."]);
    expect(lines).toHaveLength(12);
  });

  test("stands in the mail under a heading that says whose it is", () => {
    const { text } = mailOf({}, undefined, { guidance: guidanceOf({}, { leak: "Close V12." }) });
    expect(text).toContain("What to do (from this loop's configuration)\n  Close V12.");
    expect(mailOf().text).toContain("What to do\n");
  });
});
