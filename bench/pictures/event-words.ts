import type {
  FaultTarget,
  LeakEvent,
  ScenarioEvent,
  SensorFault,
} from "../../simulator/description/scenario-description.ts";
import { toChannelWords } from "./channel-words.ts";

/** How an event's beginning and end read on a picture. `null`: it does not show at one time. */
export interface EventWords {
  readonly begins: string | null;
  readonly ends: string | null;
  /** A leak or a fault: what the picture gives a colour to. */
  readonly isAbnormal: boolean;
}

const plain = (begins: string | null, ends: string | null = null): EventWords => ({
  begins,
  ends,
  isAbnormal: false,
});
const abnormal = (begins: string, ends: string | null): EventWords => ({ begins, ends, isAbnormal: true });

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

function toLeakWords({ from, at, size, eFoldS, swing }: LeakEvent): EventWords {
  const what = size.kind === "hole" ? `hole of ${size.holeMm} mm` : `leak of ${size.gPerDay} g/d`;
  const how = [eFoldS === null ? "" : "grows", swing === null ? "" : "swings"].filter((word) => word !== "");
  const place = from === "gas side" ? "on the gas side" : `at ${at}`;
  return abnormal([`${what} ${place}`, ...how].join(", "), "leak ends");
}

const faultWords: {
  readonly [K in SensorFault["kind"]]: (fault: Extract<SensorFault, { kind: K }>) => string;
} = {
  bias: ({ amount }) => `is off by ${amount}`,
  jump: ({ share }) => `jumps by ${percent(share)}`,
  drift: ({ perDay }) => `drifts ${perDay} a day`,
  stuck: () => "is stuck",
  dropout: () => "drops out",
  zero: () => "falls to zero",
  "full scale": () => "goes to full scale",
  spikes: () => "has spikes",
  noise: ({ factor }) => `is ${factor} times as noisy`,
  wet: () => "is wet without a leak",
  "cable break": () => "has a broken cable",
};

/** One call for each kind, so that the compiler joins a fault with the words of its own kind. */
function toFaultWords<K extends SensorFault["kind"]>(fault: Extract<SensorFault, { kind: K }>): string {
  const kind: K = fault.kind;
  return faultWords[kind](fault);
}

const toTargetWords = (target: FaultTarget): string =>
  "box" in target ? `box ${target.box}` : target.channels.map(toChannelWords).join(", ");

/** The words of an event, short enough to stand beside its line. */
export function toEventWords(event: ScenarioEvent): EventWords {
  switch (event.kind) {
    case "heat":
      return plain(`heat load × ${event.factor}`, "heat load back");
    case "absorbed heat":
      return plain(`absorbed heat × ${event.factor}`, "absorbed heat back");
    case "beta":
      return plain(`beta moves to ${event.toDeg}°`);
    case "ambient":
      return plain(`ambient ${event.offsetK > 0 ? "+" : ""}${event.offsetK} K`, "ambient back");
    case "load wander":
    case "angle":
    case "gap":
      return plain(null);
    case "pump speed":
      return plain(`pump at ${percent(event.factor)}`, "pump at full speed");
    case "pump trip":
      return plain("pump trips", "pump back");
    case "bypass":
      return plain(
        event.opening === null ? "bypass valve stuck" : `bypass valve at ${percent(event.opening)}`,
        "bypass valve moves again",
      );
    case "isolation":
      return plain(`${event.segment} isolated`, `${event.segment} open`);
    case "refill":
      return plain(`refill of ${event.litres} L`);
    case "drain":
      return plain(`drain of ${event.litres} L`);
    case "leak":
      return toLeakWords(event);
    case "sensor fault":
      return abnormal(`${toTargetWords(event.target)} ${toFaultWords(event.fault)}`, null);
    case "channels out":
      return plain(
        `${event.channels.map(toChannelWords).join(", ")} out of the downlink`,
        "back in the downlink",
      );
    case "clock jump":
      return plain(`clock ${event.byS > 0 ? "+" : ""}${event.byS} s`);
    case "operation":
      return plain(`declared: ${event.operation}`);
  }
}
