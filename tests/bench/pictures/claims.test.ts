import { describe, expect, test } from "vitest";
import { claimsByScenario } from "../../../bench/pictures/claims.ts";
import { toClaimIndex } from "../../../bench/pictures/tell-story.ts";
import { loadScenario } from "../../../simulator/description/library.ts";

const rows = Object.entries(claimsByScenario).flatMap(([id, claims]) =>
  claims.map((claim) => ({ id, claim, name: `${id}: ${claim.words}` })),
);

describe("a measured claim is in the card of its scenario, and its variant is there", () => {
  test.each(rows)("$name", ({ id, claim }) => {
    const parsed = loadScenario(id, claim.variant);
    expect(parsed.kind).toBe("known");
    const written = loadScenario(id);
    const card = written.kind === "known" ? written.value.card : [];
    expect(toClaimIndex({ card }, claim)).toBeGreaterThanOrEqual(0);
  });

  test("and words that the card has not are found nowhere", () => {
    expect(toClaimIndex({ card: [{ claim: "Flow 0", source: "" }] }, { words: "Flow 1" })).toBe(-1);
  });
});
