import type { CoolantId } from "../../../server/domain/loop/loop.ts";

/** A loop that no file describes: what its owner would say of it in a minute. */
export interface StrangePlant {
  readonly coolant: CoolantId;
  /** All coolant, litres at the reference, and what of it the accumulator holds beside its gas. */
  readonly chargeL: number;
  readonly liquidL: number;
  readonly gasL: number;
  readonly pressureKpa: number;
  readonly tempC: number;
  /** `orbit`: a radiator and a cabin; `ground`: a heat load and an exchanger to surroundings with a day. */
  readonly place: "orbit" | "ground";
  readonly betaDeg?: number;
  readonly dayAmplitudeK?: number;
}

/** Sensors that a row may name, as the simulator's plant file has them. */
export const sensorKinds = {
  "p-acc": { measure: "pressure", at: "accumulator" },
  "p-acc-2": { measure: "pressure", at: "accumulator" },
  "p-out": { measure: "pressure", at: "supply", position: 0 },
  "p-mid": { measure: "pressure", at: "sink", position: 0 },
  quantity: { measure: "quantity" },
  "t-in": { measure: "temperature", at: "supply", position: 0.5 },
  "t-out": { measure: "temperature", at: "return", position: 0.5 },
  "t-acc": { measure: "wall temperature", at: "accumulator" },
  flow: { measure: "flow" },
  rpm: { measure: "pump speed" },
  power: { measure: "pump power" },
} as const;
export type SensorName = keyof typeof sensorKinds;

/** Heat capacity of a litre of coolant, J/(L K); rough: it only sizes the heat load. */
const jPerLK: Readonly<Record<CoolantId, number>> = {
  ammonia: 2900,
  water: 4180,
  pg25: 3990,
  "hfe-7200": 1730,
  isooctane: 1440,
};

/** The coolant goes round once in this time, s, and is warmed by this much on its way, K. */
const roundS = 240;
const warmedK = 5;
/** Surroundings of a loop on the ground are colder by this, K. */
const colderK = 10;
/** What a square metre of radiator takes up from Sun and Earth over a revolution, W/m2, and gives off by itself. */
const absorbedWPerM2 = 190;
const emissivity = 0.85;
const radiatedWPerM2 = (tempC: number): number =>
  emissivity * 5.67e-8 * (tempC + 273.15) ** 4 - absorbedWPerM2;

const shares = { supply: 0.2, load: 0.25, return: 0.2, sink: 0.25, suction: 0.1 } as const;

/** The plant file of such a loop. Sensors are added by `sensors`, each a mapping of its own. */
export function toPlantFile(plant: StrangePlant, sensors: readonly Record<string, unknown>[]) {
  const { coolant, chargeL, liquidL, gasL, pressureKpa, tempC, place } = plant;
  const pipesL = chargeL - liquidL;
  const flowLPerS = pipesL / roundS;
  const watts = flowLPerS * jPerLK[coolant] * warmedK;
  const boreMm = Math.max(10, Math.min(150, 18 * Math.sqrt(flowLPerS / 0.1)));
  const segment = (name: keyof typeof shares, wall: number, heat?: Record<string, unknown>) => {
    const volumeL = pipesL * shares[name];
    return {
      name,
      volumeL,
      nodes: name === "suction" ? 1 : 3,
      boreMm,
      wallJPerK: wall * volumeL,
      wallWPerK: 60 * volumeL,
      ...(heat === undefined ? {} : { heat }),
    };
  };
  const inOrbit = place === "orbit";
  return {
    name: "A loop never seen before",
    coolant,
    reference: { tempC, pressureKpa },
    segments: [
      segment("supply", 500),
      segment("load", 900, { kind: "load", watts }),
      segment("return", 500),
      segment(
        "sink",
        1500,
        inOrbit
          ? { kind: "radiator", areaM2: watts / radiatedWPerM2(tempC), emissivity, absorptance: 0.3 }
          : { kind: "ambient exchanger", wPerK: (1.25 * watts) / colderK },
      ),
      segment("suction", 500),
    ],
    accumulator: { liquidL, gasL },
    pump: { flowLpm: flowLPerS * 60, headKpa: Math.min(0.4 * pressureKpa, 150) },
    surroundings: inOrbit
      ? { kind: "orbit", altitudeKm: 410, betaDeg: plant.betaDeg ?? 30 }
      : { kind: "ground", ambientC: tempC - colderK, dayAmplitudeK: plant.dayAmplitudeK ?? 0 },
    sensors,
  };
}
