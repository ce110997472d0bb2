import { describe, expect, test } from "vitest";
import { describeDataPathFault, describeSensorFault } from "../../../server/domain/quality/describe-fault.ts";
import { toChannel } from "../../support/builders.ts";

const named = (name: string, role: "pressure" | "temperature" = "pressure") =>
  toChannel({ id: name, name, role });
const suctionA = named("Suction A");
const suctionB = named("Suction B");
const outlet = named("Pump outlet");
const supply = named("Supply", "temperature");
const text = (evidence: readonly { readonly text: string }[]): string =>
  evidence.map((one) => one.text).join(" ");

describe("a sensor fault in words", () => {
  test("names the sensor, what it does, and who would show a loss too", () => {
    const finding = describeSensorFault({
      faulty: [{ channel: suctionA, reason: "shows an impossible value", sinceMs: 5000 }],
      disputes: [],
      well: [supply, suctionB, outlet],
    });
    expect(finding).toMatchObject({
      severity: "advisory",
      verdict: "sensor fault",
      headline: "Suction A shows an impossible value",
      onsetMs: 5000,
      leakKgPerH: null,
      timeLeft: null,
    });
    expect(text(finding.evidence)).toContain("No fault is seen in Suction B and Pump outlet");
  });

  test("says so when no other sensor is well", () => {
    const finding = describeSensorFault({
      faulty: [{ channel: suctionA, reason: "is stuck", sinceMs: 0 }],
      disputes: [],
      well: [],
    });
    expect(finding.evidence.at(-1)).toEqual({
      side: "against",
      text: "No other sensor of this loop is heard and well.",
    });
  });

  test.each([
    { name: "nobody can tell", accused: null, says: "cannot be told without a third sensor" },
    {
      name: "a third sensor can tell",
      accused: { channel: suctionA, witness: outlet },
      says: "Suction B still agrees with Pump outlet; Suction A is the one that went away.",
    },
  ])("two that came apart are named together; $name", ({ accused, says }) => {
    const reason = "no longer agrees";
    const finding = describeSensorFault({
      faulty: [
        { channel: suctionA, reason, sinceMs: 9000 },
        { channel: suctionB, reason, sinceMs: 7000 },
      ],
      disputes: [{ a: suctionA, b: suctionB, text: "Their difference moved.", accused }],
      well: [outlet],
    });
    expect(finding.headline).toBe("Suction A and Suction B no longer agree");
    expect(finding.onsetMs).toBe(7000);
    expect(text(finding.evidence)).toContain(says);
  });
});

describe("a data-path fault in words", () => {
  test("names the box, its channels and what did not move", () => {
    const finding = describeDataPathFault({
      box: { name: "gateway", jumped: [suctionA, supply], others: [outlet], sinceMs: 1000, over: true },
      missing: [],
      well: [outlet],
    });
    expect(finding.headline).toBe(
      "Two sensors on gateway jumped at once; their readings are not to be believed",
    );
    expect(text(finding.evidence)).toMatch(/Suction A and Supply jumped.*Pump outlet did not move.*are back/);
  });

  test("of a box without a witness outside speaks against itself", () => {
    const finding = describeDataPathFault({
      box: { name: "gateway", jumped: [suctionA], others: [], sinceMs: 0, over: false },
      missing: [],
      well: [],
    });
    expect(finding.evidence.some(({ side }) => side === "against")).toBe(true);
  });

  test.each([
    { missing: [supply], headline: "Supply is no longer received. Nothing else has changed" },
    {
      missing: [supply, outlet],
      headline: "Supply and Pump outlet are no longer received. Nothing else has changed",
    },
  ])("$headline", ({ missing, headline }) => {
    const finding = describeDataPathFault({
      box: null,
      missing: missing.map((channel) => ({ channel, reason: "is no longer received", sinceMs: 0 })),
      well: [suctionA, suctionB],
    });
    expect(finding).toMatchObject({ verdict: "data-path fault", severity: "advisory", headline });
    expect(text(finding.evidence)).toContain("All other channels go on as before");
  });
});
