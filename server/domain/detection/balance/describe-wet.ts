import type { Evidence, Severity } from "../../../../protocol/alarm.ts";
import { toSpan } from "../../../../protocol/units.ts";
import type { Finding } from "../../alarm/alarm.ts";
import { countSet, debounceMs, earliest, type WetSensor, type WetState } from "./wet-sensors.ts";

/** Condensation dries within minutes; one sensor alone that stays wet this long stands in coolant or water. SONiC's rule. */
const lastingMs = 600_000;

const and = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const namesAt = (sensors: readonly WetSensor[], timesMs: Float64Array): string[] =>
  sensors.filter((_, i) => !Number.isNaN(timesMs[i]!)).map(({ name }) => name);

/** Water reaches two places one after the other; one box that fails turns all its inputs at the same moment. */
function isOneBox(sensors: readonly WetSensor[], state: WetState): boolean {
  const wet = sensors.flatMap((sensor, i) =>
    Number.isNaN(state.wetSinceMs[i]!) ? [] : [{ box: sensor.box, sinceMs: state.wetSinceMs[i]! }],
  );
  const [first] = wet;
  if (first === undefined || first.box === null) return false;
  return wet.every(({ box, sinceMs }) => box === first.box && Math.abs(sinceMs - first.sinceMs) < debounceMs);
}

/** What wet sensors weigh, together with what the loop itself tells. */
export type WetWeight = "unconfirmed" | "lasting" | "with loss" | "several" | "several with loss";

/** `null` while nothing is wet. */
export function weighWet(sensors: readonly WetSensor[], state: WetState): WetWeight | null {
  const count = countSet(state.wetSinceMs);
  if (count === 0) return null;
  const several = count > 1 && !isOneBox(sensors, state);
  if (state.lossAgrees) return several ? "several with loss" : "with loss";
  if (several) return "several";
  return state.atMs - earliest(state.wetSinceMs) >= lastingMs ? "lasting" : "unconfirmed";
}

/** Wetness alone may be water from elsewhere, so that only agreement with the loop itself makes an emergency. */
const severityOf: Readonly<Record<WetWeight, Severity>> = {
  unconfirmed: "caution",
  lasting: "warning",
  "with loss": "warning",
  several: "warning",
  "several with loss": "emergency",
};

/** One sentence for each thing that wet and broken sensors say about a leak; empty while all are dry and whole. */
export function wetEvidence(sensors: readonly WetSensor[], state: WetState): Evidence[] {
  const weight = weighWet(sensors, state);
  const evidence: Evidence[] = [];
  for (const [i, { name }] of sensors.entries()) {
    const wetMs = state.wetSinceMs[i]!;
    if (!Number.isNaN(wetMs))
      evidence.push({ side: "for", text: `${name} has been wet for ${toSpan(state.atMs - wetMs)}.` });
    else if (Number.isNaN(state.brokenSinceMs[i]!) && weight !== null)
      evidence.push({ side: "note", text: `${name} is ${state.shown[i] === 0 ? "dry" : "not heard"}.` });
  }
  const broken = namesAt(sensors, state.brokenSinceMs);
  if (broken.length > 0)
    evidence.push({
      side: "note",
      text: `${and(broken)} ${broken.length > 1 ? "report broken cables and see" : "reports a broken cable and sees"} nothing.`,
    });
  if (weight === null) return evidence;
  if (state.lossAgrees) {
    evidence.push({ side: "for", text: "The loop itself tells of a loss at the same time." });
    return evidence;
  }
  evidence.push({
    side: "against",
    text: "Inventory, pressure and make-up do not tell of a loss: water from elsewhere would look the same.",
  });
  if (weight === "unconfirmed")
    evidence.push({ side: "against", text: "Condensation wets one sensor for some minutes." });
  if (isOneBox(sensors, state) && countSet(state.wetSinceMs) > 1)
    evidence.push({
      side: "against",
      text: "They turned wet at the same moment and hang on one box: the box may have failed.",
    });
  return evidence;
}

const quiet = { leakKgPerH: null, leakSdKgPerH: null, lostL: null, timeLeft: null };

/** Wet ropes and trays as an alarm of their own; `null` while all are dry. Rate and time left are the loop's to tell. */
export function describeWet(sensors: readonly WetSensor[], state: WetState): Finding | null {
  const weight = weighWet(sensors, state);
  if (weight === null) return null;
  const names = namesAt(sensors, state.wetSinceMs);
  const wet = `${and(names)} ${names.length > 1 ? "are" : "is"} wet`;
  return {
    ...quiet,
    severity: severityOf[weight],
    verdict: weight === "unconfirmed" ? "unknown" : "leak",
    headline: weight === "unconfirmed" ? `${wet}, unconfirmed: go and look` : `Coolant leak: ${wet}`,
    evidence: wetEvidence(sensors, state),
    onsetMs: earliest(state.wetSinceMs),
  };
}

/** Ropes whose cable is broken, by name; `null` while all are whole. */
export function describeBroken(sensors: readonly WetSensor[], state: WetState): Finding | null {
  const names = namesAt(sensors, state.brokenSinceMs);
  if (names.length === 0) return null;
  const watching = sensors
    .filter((_, i) => Number.isNaN(state.brokenSinceMs[i]!) && !Number.isNaN(state.shown[i]!))
    .map(({ name }) => name);
  return {
    ...quiet,
    severity: "advisory",
    verdict: "sensor fault",
    headline: `${and(names)}: cable broken`,
    evidence: [
      {
        side: "for",
        text: `${and(names)} ${names.length > 1 ? "report breaks and see" : "reports a break and sees"} nothing until mended.`,
      },
      {
        side: "note",
        text:
          watching.length > 0
            ? `${and(watching)} still ${watching.length > 1 ? "watch" : "watches"}.`
            : "No other leak sensor of this loop is watching.",
      },
    ],
    onsetMs: earliest(state.brokenSinceMs),
  };
}
