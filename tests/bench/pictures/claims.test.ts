import { describe, expect, test } from "vitest";
import { claimsByScenario, hasOwnCard, toClaimIndex } from "../../../bench/pictures/tell-story.ts";
import { loadScenario } from "../../../simulator/description/library.ts";

const rows = Object.entries(claimsByScenario).flatMap(([id, claims]) =>
  claims.map((claim) => ({ id, claim, name: `${id} ${claim.variant ?? ""}: ${claim.words}` })),
);

function read(id: string, variant: string | null) {
  const parsed = loadScenario(id, variant);
  if (parsed.kind === "problems") throw new Error(`${id} ${variant} cannot be read.`);
  return parsed.value;
}

describe("a measured claim is in exactly one place of its story's card", () => {
  test.each(rows)("$name", ({ id, claim }) => {
    const { card } = read(id, claim.variant);
    expect(card.filter((own) => own.claim.replaceAll("\u2212", "-").includes(claim.words))).toHaveLength(1);
  });

  test("and words that the card has not are found nowhere", () => {
    expect(toClaimIndex({ card: [{ claim: "Flow 0", source: "" }] }, { words: "Flow 1" })).toBe(-1);
  });
});

test.each([
  ["a variant with claims of its own", "N09", "heat-step", true],
  ["a variant that the story's own card speaks of", "S01", "hole-0.1mm", false],
])("%s is told apart", (_name, id, variant, own) => {
  expect(hasOwnCard(read(id, variant), read(id, null))).toBe(own);
});
