import type { EpochMs } from "../../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../../protocol/units.ts";
import type { Finding } from "../../alarm/alarm.ts";
import { type FillSettings, type FillState, leastShare, takenL } from "./fill-state.ts";

/** An undeclared fill is told for a shift; after that it is how the loop is. */
const toldMs = 8 * 3_600_000;

/** A fill that nobody declared, while it is news; `null` when there is none, or when a person or a pump owns it. */
export function describeFill(settings: FillSettings, state: FillState, atMs: EpochMs): Finding | null {
  const { last, phase } = state;
  const going = phase === "filling" && state.cause === "undeclared";
  const fromMs = going ? state.sinceMs : (last?.fromMs ?? Number.NaN);
  const untilMs = going ? atMs : (last?.untilMs ?? Number.NaN);
  const litres = going ? takenL(state) : (last?.litres ?? 0);
  if (!going && (last === null || last.cause !== "undeclared" || atMs - last.untilMs > toldMs)) return null;
  if (litres < leastShare * settings.chargeL) return null;
  const lone = going ? state.lone : (last?.lone ?? false);
  const about = toReadable(litres, 2);
  return {
    severity: "advisory",
    verdict: "fill or drain",
    headline: `About ${about} L more coolant is in the loop than before; nobody has declared a refill`,
    evidence: [
      {
        side: "for",
        text: going
          ? `The inventory has risen by ${about} L in ${toSpan(untilMs - fromMs)} and goes on rising.`
          : `The inventory rose by ${about} L within ${toSpan(untilMs - fromMs)} and has stayed there.`,
      },
      lone
        ? {
            side: "against",
            text: "Only one sensor tells the inventory of this loop: if it drifted, it would look the same.",
          }
        : { side: "for", text: "Every sensor that tells the inventory rose alike." },
      { side: "for", text: "No temperature or flow that could explain it has moved." },
      { side: "note", text: "Declare the refill, or find out what came in: coolant, gas, or another loop." },
    ],
    onsetMs: fromMs,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
  };
}
