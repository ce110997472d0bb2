import { describe, expect, test } from "vitest";
import { type PlannedWindow, renderCalendar } from "../../../simulator/link/render-calendar.ts";

const madeAtMs = Date.UTC(2022, 11, 14, 21, 45, 0);
const fromMs = Date.UTC(2022, 11, 15, 0, 45, 0);
const handover: PlannedWindow = { fromMs, toMs: fromMs + 536_000, name: "handover" };
const render = (...windows: readonly PlannedWindow[]) =>
  renderCalendar(windows, { loopId: "ms-22", madeAtMs });

/** Content lines as a calendar program reads them: folds undone. */
const contentLines = (text: string) => text.replaceAll("\r\n ", "").split("\r\n");
const propertyOf = (text: string, name: string) =>
  contentLines(text)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);

describe("the calendar of planned losses of signal", () => {
  test("has one event a window, in UTC", () => {
    expect(render(handover)).toBe(
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Loopwatch//Simulator//EN",
        "BEGIN:VEVENT",
        "UID:ms-22-1671065100-1671065636-handover@loopwatch",
        "DTSTAMP:20221214T214500Z",
        "DTSTART:20221215T004500Z",
        "DTEND:20221215T005356Z",
        "SUMMARY:ms-22: loss of signal\\, handover",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  });

  test("ends every line with a carriage return and a line feed", () => {
    const text = render(handover, { ...handover, fromMs: fromMs + 1e7, toMs: fromMs + 2e7 });
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(text.match(/BEGIN:VEVENT/g)?.length).toBe(2);
  });

  test("names each window by an id of its own, the same each time it is made", () => {
    const later = { ...handover, fromMs: fromMs + 1e7, toMs: fromMs + 2e7 };
    const ids = contentLines(render(handover, later)).filter((line) => line.startsWith("UID:"));
    expect(new Set(ids).size).toBe(2);
    const again = renderCalendar([handover], { loopId: "ms-22", madeAtMs: madeAtMs + 86_400_000 });
    expect(ids[0]).toBe(`UID:${propertyOf(again, "UID")}`);
  });

  test("folds long lines at 75 octets without tearing a character", () => {
    const name = "Übergabe 中継衛星 🛰 ".repeat(12).trim();
    const text = render({ ...handover, name });
    const encoder = new TextEncoder();
    for (const line of text.split("\r\n")) {
      expect(encoder.encode(line).length).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/\p{Surrogate}/u);
    }
    expect(propertyOf(text, "SUMMARY")).toBe(`ms-22: loss of signal\\, ${name}`);
  });

  test("does not fold a line of just 75 octets", () => {
    const rest = "SUMMARY:ms-22: loss of signal\\, ".length;
    const linesOf = (length: number) =>
      render({ ...handover, name: "x".repeat(length - rest) })
        .split("\r\n")
        .filter((line) => line.startsWith("SUMMARY") || line.startsWith(" x"));
    expect(linesOf(75).filter((line) => line.startsWith("SUMMARY"))[0]?.length).toBe(75);
    const [first, second] = linesOf(76).filter((line) => !line.endsWith("@loopwatch"));
    expect([first?.length, second]).toEqual([75, " x"]);
  });

  test.each([
    ["a comma and a semicolon", "a,b;c", "a\\,b\\;c"],
    ["a backslash", "a\\n", "a\\\\n"],
    ["a line break", "a\r\nb\nc", "a\\nb\\nc"],
    ["a control character", "a\u0007b", "a b"],
    ["nothing special", "zone of exclusion", "zone of exclusion"],
  ])("escapes %s", (_name, name, escaped) => {
    expect(propertyOf(render({ ...handover, name }), "SUMMARY")).toBe(`ms-22: loss of signal\\, ${escaped}`);
  });

  test("rounds a part of a second outwards", () => {
    const text = render({ ...handover, fromMs: fromMs + 999, toMs: fromMs + 5001 });
    expect(propertyOf(text, "DTSTART")).toBe("20221215T004500Z");
    expect(propertyOf(text, "DTEND")).toBe("20221215T004506Z");
  });
});
