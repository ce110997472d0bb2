import { describe, expect, test } from "vitest";
import { type JudgeRules, judgeLoss } from "../../../server/domain/detection/accuse.ts";
import { createWitness, type Witness } from "../../../server/domain/detection/witness.ts";
import { toChannel, toLoop } from "../../support/builders.ts";

const atS = 1_671_066_000;
const usual: JudgeRules = { scales: true, rupture: 1, strength: 1 };
const real = createWitness(toLoop(), 0, 1);

/** What a witness says; left out: nothing is lost, and it would see a loss of 10 mL. */
interface Says {
  /** Scales: share of the threshold; lost since the onset and its scatter, litres. */
  readonly strength?: number;
  readonly lostL?: number;
  /** It has shown one value since before the onset. */
  readonly stands?: boolean;
  readonly lostSdL?: number;
  /** Rupture: share of the threshold, the fall in its window and its scatter, litres; when it was read last. */
  readonly fast?: number;
  readonly fallL?: number;
  readonly fallSdL?: number;
  readonly readS?: number;
  readonly confirmed?: boolean;
  /** After a silence: standard deviations and litres. */
  readonly score?: number;
  readonly brokeL?: number;
}

/** A witness of which only the testimony is told. */
function toWitness(id: string, says: Says): Witness {
  const {
    strength = 0,
    lostL = 0,
    lostSdL = 0.01,
    fast = 0,
    fallL = 0,
    fallSdL = 0.002,
    stands = false,
  } = says;
  const onset = { atS: atS - 600, inventoryL: 40, reading: 300, tempC: 20, scaleS: 60 };
  return {
    ...real,
    channel: toChannel({ id }),
    bank: { ...real.bank, strength, onset: () => (strength > 0 ? onset : null) },
    changedS: stands ? 0 : atS,
    grainInventoryL: 40 - lostL,
    tempC: 20,
    fast: {
      ...real.fast,
      strength: fast,
      confirmed: says.confirmed ?? fast >= 1,
      atS: says.readS ?? atS,
      window: 4,
      fallL,
      fallOverL: () => fallL,
      sdOverL: () => fallSdL,
      onset: () => ({ atS: atS - 5, inventoryL: 40, reading: 300 }),
    },
    breach: {
      ...real.breach,
      fallL: says.brokeL ?? 0,
      silenceS: 900,
      beforeS: atS - 930,
      beforeL: 40,
      beforeReading: 300,
      beforeC: 20,
    },
    breakScore: () => says.score ?? 0,
    lossSinceL: () => lostL,
    lossSdL: () => lostSdL,
    onset: () => onset,
  };
}

const judge = (says: readonly Says[], rules = usual) => {
  const present = says.map((one, k) => toWitness(`w${k}`, one));
  return judgeLoss(present, atS, rules);
};

/** The judgement as a line: kind, path, who accuses, who stands alone, is blind or denies. */
function told(says: readonly Says[], rules = usual): string {
  const judgement = judge(says, rules);
  switch (judgement.kind) {
    case "nothing":
      return "nothing";
    case "dispute":
      return `dispute: ${judgement.accuser.channel.id} against ${judgement.deniers.map(({ channel }) => channel.id).join(" ")}`;
    case "loss": {
      const blind = judgement.blind.map(({ channel }) => channel.id).join(" ");
      return `${judgement.how}: ${judgement.accuser.channel.id}${judgement.lone ? " alone" : ""}${blind === "" ? "" : `, blind ${blind}`}`;
    }
  }
}

describe("a loss by the slow scales", () => {
  const sure: Says = { strength: 1.2, lostL: 0.3 };
  test.each<[string, readonly Says[], string]>([
    ["no witness at all", [], "nothing"],
    ["one whose reading never moved has lost nothing", [{ ...sure, stands: true }, {}], "nothing"],
    ["and supports nobody", [sure, { strength: 0.9, stands: true }], "scales: w0 alone, blind w1"],
    ["a single one that is not sure", [{ strength: 0.99, lostL: 0.3 }], "nothing"],
    ["a single one that is sure", [sure], "scales: w0 alone"],
    ["two that are sure", [sure, sure], "scales: w0"],
    ["the second one is sure first", [{ strength: 0.5 }, sure], "scales: w1"],
    ["half of its own threshold supports", [sure, { strength: 0.5 }], "scales: w0"],
    ["less than half of it, and nothing lost, denies", [sure, { strength: 0.49 }], "dispute: w0 against w1"],
    ["a third of the loss is not enough", [sure, { lostL: 0.1 }], "dispute: w0 against w1"],
    ["two fifths of the loss, clear of its scatter, support", [sure, { lostL: 0.13 }], "scales: w0"],
    [
      "as much, but not clear of its scatter",
      [sure, { lostL: 0.13, lostSdL: 0.09 }],
      "dispute: w0 against w1",
    ],
    ["one that cannot see so little is blind", [sure, { lostSdL: 0.11 }], "scales: w0 alone, blind w1"],
    ["one that does not know is blind", [sure, { lostL: Number.NaN }], "scales: w0 alone, blind w1"],
    ["one supports, one is blind", [sure, { strength: 0.6 }, { lostSdL: 0.5 }], "scales: w0, blind w2"],
    ["one supports, one denies", [sure, { strength: 0.6 }, {}], "dispute: w0 against w2"],
    ["all others deny", [sure, {}, {}], "dispute: w0 against w1 w2"],
    ["a gain denies", [sure, { lostL: -0.3 }], "dispute: w0 against w1"],
  ])("%s", (_name, says, wanted) => {
    expect(told(says)).toBe(wanted);
  });

  test("is not asked for while the scales are held back", () => {
    expect(told([sure, sure], { scales: false, rupture: 1, strength: 1 })).toBe("nothing");
    expect(told([sure, {}], { scales: false, rupture: 1, strength: 1 })).toBe("nothing");
  });

  test("begins where the accuser's evidence began", () => {
    expect(judge([sure, sure])).toMatchObject({ onset: { atS: atS - 600, inventoryL: 40, scaleS: 60 } });
  });
});

describe("a rupture", () => {
  const sure: Says = { fast: 1.2, fallL: 0.05 };
  test.each<[string, readonly Says[], string]>([
    ["seen by two", [sure, sure], "rupture: w0"],
    ["a third of the fall, three deviations clear, supports", [sure, { fallL: 0.016 }], "rupture: w0"],
    ["less denies", [sure, { fallL: 0.014 }], "nothing"],
    ["as much, but not clear of its scatter", [sure, { fallL: 0.016, fallSdL: 0.006 }], "nothing"],
    ["one that is just back from a silence must be waited for", [sure, { fallL: Number.NaN }], "nothing"],
    ["seen by one alone, barely", [sure], "nothing"],
    ["seen by one alone, clearly", [{ ...sure, fast: 1.5 }], "rupture: w0 alone"],
    ["beside one that is blind, barely", [sure, { fallSdL: 0.02 }], "nothing"],
    [
      "beside one that is blind, clearly",
      [{ ...sure, fast: 1.5 }, { fallSdL: 0.02 }],
      "rupture: w0 alone, blind w1",
    ],
    ["not confirmed", [{ ...sure, confirmed: false }, sure], "rupture: w1"],
    [
      "confirmed by nobody",
      [
        { ...sure, confirmed: false },
        { ...sure, confirmed: false },
      ],
      "nothing",
    ],
    ["on a reading that is three seconds old", [{ ...sure, readS: atS - 3 }, { fallL: 0.05 }], "nothing"],
    ["on a reading that is two seconds old", [{ ...sure, readS: atS - 2 }, { fallL: 0.05 }], "rupture: w0"],
  ])("%s", (_name, says, wanted) => {
    expect(told(says)).toBe(wanted);
  });

  test("is called also while the scales are held back, when it is as clear as was asked for", () => {
    const strong = { ...sure, fast: 4 };
    expect(told([sure, sure], { scales: false, rupture: 4, strength: 1 })).toBe("nothing");
    expect(told([strong, sure], { scales: false, rupture: 4, strength: 1 })).toBe("rupture: w0");
    expect(told([strong], { scales: false, rupture: 4, strength: 1 })).toBe("nothing");
    expect(told([{ ...sure, fast: 6 }], { scales: false, rupture: 4, strength: 1 })).toBe(
      "rupture: w0 alone",
    );
    expect(told([strong, strong], { scales: false, rupture: Number.POSITIVE_INFINITY, strength: 1 })).toBe(
      "nothing",
    );
  });

  test("is said before what the scales say of the same loss", () => {
    expect(told([{ ...sure, strength: 2, lostL: 0.3 }, sure])).toBe("rupture: w0");
  });

  test("that is denied leaves the scales their say", () => {
    expect(told([{ ...sure, strength: 2, lostL: 0.3 }, { strength: 0.7 }])).toBe("scales: w0");
  });
});

describe("a loss in a silence", () => {
  const sure: Says = { score: 8, brokeL: 1 };
  test.each<[string, readonly Says[], string]>([
    ["seen by two", [sure, sure], "silence: w0"],
    ["supported by half as clear a one", [sure, { score: 3.5 }], "silence: w0"],
    ["not by less than that", [sure, { score: 3.4 }], "nothing"],
    [
      "below the limit",
      [
        { score: 6.9, brokeL: 1 },
        { score: 6.9, brokeL: 1 },
      ],
      "nothing",
    ],
    ["told by one alone: the sensor may have been exchanged", [sure], "nothing"],
    ["beside one that is blind", [sure, { lostSdL: 0.4 }], "nothing"],
    ["supported by one, with one blind", [sure, sure, { lostSdL: 0.4 }], "silence: w0, blind w2"],
    ["supported by one and denied by one", [sure, sure, {}], "nothing"],
  ])("%s", (_name, says, wanted) => {
    expect(told(says)).toBe(wanted);
  });

  test("is called also while the scales are held back", () => {
    expect(told([sure, sure], { scales: false, rupture: Number.POSITIVE_INFINITY, strength: 1 })).toBe(
      "silence: w0",
    );
  });

  test("may have begun as soon as nobody watched", () => {
    expect(judge([sure, sure])).toMatchObject({
      onset: { atS: atS - 930, inventoryL: 40, reading: 300, tempC: 20, scaleS: 900 },
    });
  });
});
