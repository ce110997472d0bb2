import { toReadable, toSpan } from "../../protocol/units.ts";
import type { FaultTarget, LeakEvent, ScenarioEvent } from "../description/scenario-description.ts";

/** What an event of a story is, in a few words for people. */
export function describeEvent(event: ScenarioEvent): string {
  switch (event.kind) {
    case "heat":
      return `heat load times ${event.factor}`;
    case "absorbed heat":
      return `heat from Sun and Earth times ${event.factor}`;
    case "beta":
      return `beta angle moves to ${event.toDeg} degrees`;
    case "ambient":
      return `ambient temperature ${event.offsetK} K off`;
    case "load wander":
      return `heat load wanders by ${toReadable(event.sd * 100)} % over ${toSpan(event.tauS * 1000)}`;
    case "pump speed":
      return `pump speed times ${event.factor}`;
    case "pump trip":
      return "pump without power";
    case "bypass":
      return event.opening === null ? "bypass valve stuck" : `bypass valve stuck at ${event.opening}`;
    case "isolation":
      return event.how === "sealed" ? `${event.segment} sealed off` : `inlet of ${event.segment} closed`;
    case "refill":
      return `${event.litres} L filled in`;
    case "drain":
      return `${event.litres} L drained`;
    case "angle":
      return `angle turns once in ${toSpan(event.periodS * 1000)}`;
    case "leak":
      return describeLeak(event);
    case "sensor fault":
      return `${event.fault.kind} of ${describeTarget(event.target)}`;
    case "gap":
      return `loss of signal: ${event.name}`;
    case "channels out":
      return `not in the downlink: ${event.channels.join(", ")}`;
    case "clock jump":
      return `source clock off by ${event.byS} s`;
    case "operation":
      return `operator declares: ${event.operation}`;
  }
}

function describeLeak({ from, at, size, eFoldS, swing }: LeakEvent): string {
  const what = size.kind === "hole" ? `hole of ${size.holeMm} mm` : `loss of ${size.gPerDay} g a day`;
  const growing = eFoldS === null ? "" : `, growing e-fold in ${toSpan(eFoldS * 1000)}`;
  const swinging = swing === null ? "" : `, swinging ${swing.low} to ${swing.high} times with the angle`;
  return `${what} ${from === "loop" ? `in ${at}` : "on the gas side"}${growing}${swinging}`;
}

const describeTarget = (target: FaultTarget): string =>
  "box" in target ? `box ${target.box}` : target.channels.join(", ");
