import { describe, expect, test } from "vitest";
import {
  describeBroken,
  describeWet,
  weighWet,
  wetEvidence,
} from "../../../../server/domain/detection/balance/describe-wet.ts";
import { createWetSensors } from "../../../../server/domain/detection/balance/wet-sensors.ts";
import { copyState } from "../../../../server/domain/statistics/copy-state.ts";
import { play } from "../../../simulator/cards/play.ts";

const rope = { name: "Leak rope", box: "gateway" };
const tray = { name: "Drip tray", box: "gateway" };
const startMs = 1_700_000_000_000;

/** Shows values second by second, from the beginning. */
function show(rows: readonly (readonly number[])[], lossAgrees = false, sensors = [rope, tray]) {
  const wet = createWetSensors(sensors);
  const input = { atMs: startMs, values: new Float64Array(sensors.length), lossAgrees };
  for (const row of rows) {
    input.values.set(row);
    wet.step(input);
    input.atMs += 1000;
  }
  return wet;
}

const seconds = (count: number, ...row: number[]): number[][] => Array.from({ length: count }, () => row);

describe("leak ropes and trays", () => {
  test.each([
    { name: "nothing while both are dry", rows: seconds(60, 0, 0), kind: "dry" },
    { name: "nothing before anything was heard", rows: seconds(60, Number.NaN, Number.NaN), kind: "dry" },
    {
      name: "nothing of a contact that bounces",
      rows: [...seconds(5, 0, 0), ...seconds(2, 1, 0), ...seconds(5, 0, 0)],
      kind: "dry",
    },
    { name: "one wet rope", rows: [...seconds(5, 0, 0), ...seconds(3, 1, 0)], kind: "one wet" },
    { name: "two wet sensors", rows: [...seconds(5, 1, 0), ...seconds(3, 1, 1)], kind: "several wet" },
    { name: "a broken cable", rows: seconds(5, -1, 0), kind: "broken" },
    { name: "water beside a broken cable", rows: seconds(5, -1, 1), kind: "one wet" },
    {
      name: "water on a rope that fell silent",
      rows: [...seconds(5, 1, 0), ...seconds(900, Number.NaN, 0)],
      kind: "one wet",
    },
    {
      name: "water on a rope that broke then",
      rows: [...seconds(5, 1, 0), ...seconds(60, -1, 0)],
      kind: "one wet",
    },
    { name: "a floor that has dried", rows: [...seconds(5, 1, 0), ...seconds(3, 0, 0)], kind: "dry" },
  ])("tell of $name", ({ rows, kind }) => {
    expect(show(rows).kind).toBe(kind);
  });

  test("say since when, from the first wet second on and not from the end of the debounce", () => {
    expect(show([...seconds(5, 0, 0), ...seconds(30, 1, 0)]).sinceMs).toBe(startMs + 5000);
    expect(show(seconds(30, 0, 0)).sinceMs).toBeNull();
  });

  test("go on by themselves from a copy of their state", () => {
    const first = show(seconds(5, 1, 0));
    const copy = createWetSensors(first.sensors, copyState(first.state));
    copy.step({ atMs: startMs + 5000, values: Float64Array.of(1, 1), lossAgrees: false });
    copy.step({ atMs: startMs + 8000, values: Float64Array.of(1, 1), lossAgrees: false });
    expect([first.kind, copy.kind]).toEqual(["one wet", "several wet"]);
  });
});

describe("what wet sensors weigh", () => {
  const elsewhere = { name: "Tray", box: "controller" };
  test.each([
    {
      name: "one wet for a minute",
      rows: seconds(60, 1, 0),
      agrees: false,
      weight: "unconfirmed",
      severity: "caution",
    },
    {
      name: "one wet for eleven minutes",
      rows: seconds(660, 1, 0),
      agrees: false,
      weight: "lasting",
      severity: "warning",
    },
    {
      name: "one wet and a loss",
      rows: seconds(5, 1, 0),
      agrees: true,
      weight: "with loss",
      severity: "warning",
    },
    {
      name: "two wet one after the other",
      rows: [...seconds(30, 1, 0), ...seconds(5, 1, 1)],
      agrees: false,
      weight: "several",
      severity: "warning",
    },
    {
      name: "two wet and a loss",
      rows: [...seconds(30, 1, 0), ...seconds(5, 1, 1)],
      agrees: true,
      weight: "several with loss",
      severity: "emergency",
    },
    {
      name: "two of one box at the same second",
      rows: [...seconds(9, 0, 0), ...seconds(5, 1, 1)],
      agrees: false,
      weight: "unconfirmed",
      severity: "caution",
    },
  ])("$name: $weight", ({ rows, agrees, weight, severity }) => {
    const { sensors, state } = show(rows, agrees);
    expect(weighWet(sensors, state)).toBe(weight);
    const finding = describeWet(sensors, state);
    expect(finding).toMatchObject({ severity, verdict: weight === "unconfirmed" ? "unknown" : "leak" });
    expect(finding?.evidence.some(({ side }) => side === (agrees ? "for" : "against"))).toBe(true);
  });

  test("two of different boxes at the same second are two", () => {
    const { sensors, state } = show([...seconds(9, 0, 0), ...seconds(5, 1, 1)], false, [rope, elsewhere]);
    expect(weighWet(sensors, state)).toBe("several");
  });

  test("dry sensors are no finding and no evidence, whatever the loop tells", () => {
    const { sensors, state } = show(seconds(60, 0, 0), true);
    expect([describeWet(sensors, state), describeBroken(sensors, state)]).toEqual([null, null]);
    expect(wetEvidence(sensors, state)).toEqual([]);
  });

  test("a broken cable is a sensor fault that names the rope and who still watches", () => {
    const { sensors, state } = show(seconds(60, -1, 0));
    expect(describeWet(sensors, state)).toBeNull();
    const finding = describeBroken(sensors, state);
    expect(finding).toMatchObject({
      severity: "advisory",
      verdict: "sensor fault",
      headline: "Leak rope: cable broken",
    });
    expect(finding?.evidence.map(({ text }) => text).join(" ")).toContain("Drip tray still watches");
  });
});

describe("in the simulated unit", () => {
  /** Severity of the finding at each second after the event; loss agrees from the given second on. */
  function follow(variant: string | null, agreesFromS: number, forS: number) {
    const played = play("S07", { variant, preludeS: 60, forS, everyS: 60 });
    const wet = createWetSensors([rope, tray]);
    const input = { atMs: 0, values: new Float64Array(2), lossAgrees: false };
    const columns = ["rope_wet", "tray_wet"].map((channel) => played.readings(channel));
    const found: { atS: number; severity: string }[] = [];
    for (const [k, reading] of columns[0]!.entries()) {
      input.atMs = startMs + reading.atS * 1000;
      input.values[0] = reading.value;
      input.values[1] = columns[1]![k]!.value;
      input.lossAgrees = reading.atS >= agreesFromS;
      wet.step(input);
      const severity = describeWet(wet.sensors, wet.state)?.severity;
      if (severity !== undefined) found.push({ atS: reading.atS, severity });
    }
    return { wet, found, first: (which: string) => found.find(({ severity }) => severity === which)?.atS };
  }

  test("a failing coupling is a warning within a minute and an emergency within five", () => {
    const { first } = follow(null, 20, 600);
    expect(first("warning")).toBeLessThan(60);
    expect(first("emergency")).toBeGreaterThan(60);
    expect(first("emergency")).toBeLessThan(300);
  });

  test("condensation is a caution for its three minutes, and over then", () => {
    const { found, wet } = follow("condensation", Number.POSITIVE_INFINITY, 600);
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set(["caution"]));
    expect(found.at(-1)!.atS).toBeLessThan(190);
    expect(wet.kind).toBe("dry");
  });

  test("a broken rope is no water", () => {
    const { found, wet } = follow("rope-break", Number.POSITIVE_INFINITY, 300);
    expect(found).toEqual([]);
    expect(wet.kind).toBe("broken");
  });
});
