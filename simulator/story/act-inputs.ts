import type { PlantEvent } from "../description/scenario-description.ts";
import { type PlantInputs, usualInputs } from "../plant/inputs.ts";
import { isWithin } from "../timing/event-span.ts";
import { zeroCelsiusK } from "../zero-celsius.ts";
import { type Act, toGasHoleM2, toLeak } from "./acts.ts";

const m3PerL = 1e-3;

/** What a plant's acts build on. */
export interface ActContext {
  /** Of the plant's surroundings; `null` on the ground. */
  readonly betaDeg: number | null;
  /** Value of a load wander at a time. */
  readonly wander: (event: PlantEvent, atS: number) => number;
}

type EventOf<K extends Act["event"]["kind"]> = Extract<Act["event"], { kind: K }>;

/** What the acts, in order of their begin, do to the plant at `atS`. Of acts that exclude each other the last begun wins. */
export function toInputs(acts: readonly Act[], atS: number, context: ActContext): PlantInputs {
  const begun = acts.filter(({ fromS }) => fromS <= atS);
  const active = begun.filter((act) => isWithin(act, atS));
  // Beta stays where an act has brought it; everything else ends with its act.
  const betas = begun.filter(({ event }) => event.kind === "beta");
  if (active.length === 0 && betas.length === 0) return usualInputs;

  const eventsOf = <K extends Act["event"]["kind"]>(kind: K): readonly EventOf<K>[] =>
    active.flatMap(({ event }) => (isKind(event, kind) ? [event] : []));
  const product = (factors: readonly { readonly factor: number }[]): number =>
    factors.reduce((whole, { factor }) => whole * factor, 1);

  const wander = eventsOf("load wander").reduce((sum, event) => sum + context.wander(event, atS), 0);
  const angleRad = toAngle(active, atS);
  const leaks = active.flatMap(({ event, fromS }) => (event.kind === "leak" ? [{ event, fromS }] : []));
  const bypass = eventsOf("bypass").at(-1);
  const refill = toTransfer(active, "refill");
  return {
    heatFactor: Math.max(0, product(eventsOf("heat")) * (1 + wander)),
    absorbedFactor: product(eventsOf("absorbed heat")),
    betaDeg: toBeta(betas, atS, context.betaDeg),
    ambientOffsetK: eventsOf("ambient").reduce((sum, { offsetK }) => sum + offsetK, 0),
    pumpSpeed: product(eventsOf("pump speed")),
    pumpPowered: eventsOf("pump trip").length === 0,
    bypassOpening: bypass === undefined ? null : (bypass.opening ?? "held"),
    isolations: eventsOf("isolation").map(({ segment, how, strokeL }) => ({
      segment,
      how,
      strokeM3: strokeL * m3PerL,
    })),
    refillM3PerS: refill.m3PerS,
    refillK: refill.tempK,
    drainM3PerS: toTransfer(active, "drain").m3PerS,
    leaks: leaks.flatMap(({ event, fromS }) =>
      event.from === "loop" ? [toLeak(event, atS - fromS, angleRad)] : [],
    ),
    gasLeakM2: leaks.reduce(
      (sum, { event, fromS }) =>
        event.from === "gas side" ? sum + toGasHoleM2(event, atS - fromS, angleRad) : sum,
      0,
    ),
    angleRad,
  };
}

const isKind = <K extends Act["event"]["kind"]>(event: Act["event"], kind: K): event is EventOf<K> =>
  event.kind === kind;

/** Angle of the last begun turning, within one turn. */
function toAngle(active: readonly Act[], atS: number): number {
  const act = active.findLast(({ event }) => event.kind === "angle");
  if (act?.event.kind !== "angle") return usualInputs.angleRad;
  const turns = (atS - act.fromS) / act.event.periodS;
  return 2 * Math.PI * (turns - Math.floor(turns));
}

/** Each act moves beta evenly from where the ones before it have brought it; the next one takes over where it begins. */
function toBeta(betas: readonly Act[], atS: number, usualDeg: number | null): number | null {
  if (betas.length === 0) return null;
  return betas.reduce((deg, { event, fromS, untilS }, i) => {
    if (event.kind !== "beta") return deg;
    const movedS = Math.min(atS, untilS, betas[i + 1]?.fromS ?? atS) - fromS;
    const done = untilS === Number.POSITIVE_INFINITY ? 1 : movedS / (untilS - fromS);
    return deg + done * (event.toDeg - deg);
  }, usualDeg ?? 0);
}

/** Coolant pumped in or out evenly over each act's time, and the mean temperature of what comes in. */
function toTransfer(active: readonly Act[], kind: "refill" | "drain"): { m3PerS: number; tempK: number } {
  let m3PerS = 0;
  let weightedK = 0;
  for (const { event, fromS, untilS } of active) {
    if ((event.kind !== "refill" && event.kind !== "drain") || event.kind !== kind) continue;
    const flow = (event.litres * m3PerL) / (untilS - fromS);
    m3PerS += flow;
    if (event.kind === "refill") weightedK += flow * (event.tempC + zeroCelsiusK);
  }
  return { m3PerS, tempK: m3PerS > 0 && weightedK > 0 ? weightedK / m3PerS : usualInputs.refillK };
}
