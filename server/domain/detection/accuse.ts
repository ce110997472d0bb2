import type { Onset } from "./grain.ts";
import type { Witness } from "./witness.ts";

/** What the witnesses of a loop come to together. */
export type Judgement =
  | { readonly kind: "nothing" }
  /** A loss that no healthy witness denies. `lone`: only one of them can see it. */
  | {
      readonly kind: "loss";
      readonly accuser: Witness;
      readonly onset: Onset;
      readonly blind: readonly Witness[];
      readonly lone: boolean;
      readonly how: "rupture" | "silence" | "scales" | "balance";
    }
  /** One tells of a loss that others, who should see it, do not. */
  | { readonly kind: "dispute"; readonly accuser: Witness; readonly deniers: readonly Witness[] };

/** A witness supports another when it has at least this share of its own threshold. */
export const agreement = 0.5;

/** Within seconds a supporter sees at least this share of the accuser's loss, this many standard deviations clear. */
const ruptureShare = 0.3;
const ruptureSd = 3;

/** A loss after a silence is called beyond this many standard deviations, and supported from these on. */
const silenceSd = 7;
const silenceSupportSd = 3.5;

/** A loop that has one sensor only is believed when the loss is this far beyond all chance. */
const loneSilenceSd = 25;

/** A witness whose scatter is more than this share of the accuser's loss cannot deny it. */
const blindShare = 1 / 3;

/** A witness that lost this share of what the accuser lost, clear of its own scatter by this, supports it. */
const lossShare = 0.4;
const lossSd = 2;

/** A rupture is called on readings of now, not on older ones, seconds. */
const staleS = 2;

/** Seen by one sensor alone, a rupture must be this much beyond its threshold. */
const loneRupture = 1.5;

const nothing: Judgement = { kind: "nothing" };

type Stance = "supports" | "blind" | "denies";

/** What may be used now: the slow scales, and how many times its threshold a rupture must be. */
export interface JudgeRules {
  readonly scales: boolean;
  readonly rupture: number;
  /** Share of its threshold that a scale must reach. */
  readonly strength: number;
}

/** `present`: witnesses that are heard and tell an inventory; `atS` epoch seconds. */
export function judgeLoss(present: readonly Witness[], atS: number, rules: JudgeRules): Judgement {
  const rupture = judgeRupture(present, atS, rules.rupture);
  if (rupture.kind === "loss") return rupture;
  const silence = judgeSilence(present);
  if (silence.kind === "loss") return silence;
  return rules.scales ? judgeScales(present, atS, rules.strength) : rupture;
}

function judgeRupture(present: readonly Witness[], atS: number, least: number): Judgement {
  for (const accuser of present) {
    if (!accuser.fast.confirmed || accuser.fast.strength < least || atS - accuser.fast.atS > staleS) continue;
    const { window, fallL } = accuser.fast;
    const judgement = weigh(present, accuser, (other) => {
      const otherL = other.fast.fallOverL(window);
      const sdL = other.fast.sdOverL(window);
      // Just back from a silence: it must have its say first.
      if (Number.isNaN(otherL)) return "denies";
      if (sdL > blindShare * fallL) return "blind";
      return otherL >= ruptureShare * fallL && otherL >= ruptureSd * sdL ? "supports" : "denies";
    });
    if (judgement === null) continue;
    if (judgement.lone && accuser.fast.strength < loneRupture * least) continue;
    const { atS: sinceS, inventoryL, reading } = accuser.fast.onset();
    return {
      kind: "loss",
      accuser,
      onset: { atS: sinceS, inventoryL, reading, tempC: accuser.tempC, scaleS: window },
      ...judgement,
      how: "rupture",
    };
  }
  return nothing;
}

function judgeSilence(present: readonly Witness[]): Judgement {
  for (const accuser of present) {
    if (accuser.breakScore() < silenceSd) continue;
    const { breach } = accuser;
    const judgement = weigh(present, accuser, (other) => {
      const score = other.breakScore();
      if (score >= silenceSupportSd) return "supports";
      return other.lossSdL(breach.silenceS) > blindShare * breach.fallL ? "blind" : "denies";
    });
    // What nobody watched is told only when two agree: a sensor may have been exchanged meanwhile.
    if (judgement === null) continue;
    if (judgement.lone && (present.length > 1 || accuser.breakScore() < loneSilenceSd)) continue;
    return {
      kind: "loss",
      accuser,
      onset: {
        atS: breach.beforeS,
        inventoryL: breach.beforeL,
        reading: breach.beforeReading,
        tempC: breach.beforeC,
        scaleS: breach.silenceS,
      },
      ...judgement,
      how: "silence",
    };
  }
  return nothing;
}

function judgeScales(present: readonly Witness[], atS: number, least: number): Judgement {
  let dispute: Judgement = nothing;
  for (const accuser of present) {
    if (accuser.bank.strength < least) continue;
    const onset = accuser.bank.onset();
    // What a sensor is said to have lost while it showed one and the same value, the thermometers made.
    if (onset === null || accuser.changedS <= onset.atS) continue;
    const lossL = onset.inventoryL - accuser.grainInventoryL;
    const spanS = atS - onset.atS;
    const deniers: Witness[] = [];
    const judgement = weigh(present, accuser, (other) => {
      if (other.bank.strength >= agreement * least) return other.changedS > onset.atS ? "supports" : "blind";
      const otherL = other.lossSinceL(onset.atS);
      const sdL = other.lossSdL(spanS);
      if (Number.isNaN(otherL)) return "blind";
      if (otherL >= lossShare * lossL && otherL >= lossSd * sdL) return "supports";
      if (sdL > blindShare * lossL) return "blind";
      deniers.push(other);
      return "denies";
    });
    if (judgement !== null) return { kind: "loss", accuser, onset, ...judgement, how: "scales" };
    dispute = { kind: "dispute", accuser, deniers };
  }
  return dispute;
}

/** What the others say to an accusation; `null` when one of them denies it. */
function weigh(
  present: readonly Witness[],
  accuser: Witness,
  stanceOf: (other: Witness) => Stance,
): { readonly lone: boolean; readonly blind: readonly Witness[] } | null {
  const blind: Witness[] = [];
  let supporters = 0;
  let denied = false;
  for (const other of present) {
    if (other === accuser) continue;
    const stance = stanceOf(other);
    if (stance === "denies") denied = true;
    else if (stance === "blind") blind.push(other);
    else supporters += 1;
  }
  return denied ? null : { lone: supporters === 0, blind };
}
