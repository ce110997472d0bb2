/** What rows of the tables are made from: plants, sets of sensors, events. */
import type { SensorName, StrangePlant } from "./strange-plant.ts";
import type { Stranger } from "./stranger.ts";

export const plants = {
  bench10: {
    coolant: "water",
    chargeL: 10,
    liquidL: 0.5,
    gasL: 0.5,
    pressureKpa: 250,
    tempC: 22,
    place: "ground",
    dayAmplitudeK: 1,
  },
  hfe15: {
    coolant: "hfe-7200",
    chargeL: 15,
    liquidL: 1.5,
    gasL: 1,
    pressureKpa: 180,
    tempC: 25,
    place: "ground",
    dayAmplitudeK: 1.5,
  },
  orbit30: {
    coolant: "isooctane",
    chargeL: 30,
    liquidL: 3,
    gasL: 3,
    pressureKpa: 300,
    tempC: 20,
    place: "orbit",
    betaDeg: 40,
  },
  ammonia200: {
    coolant: "ammonia",
    chargeL: 200,
    liquidL: 15,
    gasL: 15,
    pressureKpa: 1600,
    tempC: 5,
    place: "orbit",
    betaDeg: 10,
  },
  water120: {
    coolant: "water",
    chargeL: 120,
    liquidL: 6,
    gasL: 6,
    pressureKpa: 220,
    tempC: 18,
    place: "ground",
    dayAmplitudeK: 2,
  },
  pg400: {
    coolant: "pg25",
    chargeL: 400,
    liquidL: 15,
    gasL: 25,
    pressureKpa: 280,
    tempC: 33,
    place: "ground",
    dayAmplitudeK: 3,
  },
  pg2000: {
    coolant: "pg25",
    chargeL: 2000,
    liquidL: 60,
    gasL: 90,
    pressureKpa: 300,
    tempC: 30,
    place: "ground",
    dayAmplitudeK: 3,
  },
  tinyAcc: {
    coolant: "water",
    chargeL: 100,
    liquidL: 0.6,
    gasL: 0.6,
    pressureKpa: 250,
    tempC: 22,
    place: "ground",
    dayAmplitudeK: 0.5,
  },
  hugeAcc: {
    coolant: "water",
    chargeL: 60,
    liquidL: 25,
    gasL: 25,
    pressureKpa: 200,
    tempC: 22,
    place: "ground",
    dayAmplitudeK: 2,
  },
  hfeOrbit80: {
    coolant: "hfe-7200",
    chargeL: 80,
    liquidL: 8,
    gasL: 8,
    pressureKpa: 250,
    tempC: 15,
    place: "orbit",
    betaDeg: 60,
  },
} as const satisfies Record<string, StrangePlant>;
export type PlantName = keyof typeof plants;

const full: readonly SensorName[] = ["p-acc", "p-out", "t-in", "t-out", "t-acc", "flow"];
const four: readonly SensorName[] = [
  "p-acc",
  "p-acc-2",
  "p-out",
  "quantity",
  "t-in",
  "t-out",
  "t-acc",
  "flow",
  "rpm",
];
const onlyP: readonly SensorName[] = ["p-acc", "t-in", "t-out", "flow"];
const onlyQ: readonly SensorName[] = ["quantity", "t-in", "t-out", "flow"];
const bare: readonly SensorName[] = ["p-acc"];
const noT: readonly SensorName[] = ["p-acc", "p-out", "flow"];
const gasT: readonly SensorName[] = ["p-acc", "p-out", "t-acc", "flow"];
const pq: readonly SensorName[] = ["p-acc", "quantity", "t-in", "t-out", "flow"];
export const sets = { full, four, onlyP, onlyQ, bare, noT, gasT, pq };

export const hole = (holeMm: number, more: object = {}) => ({
  kind: "leak",
  at: "sink",
  position: 0.5,
  size: { kind: "hole", holeMm },
  ...more,
});
const wander = { kind: "load wander", atS: "start", sd: 0.02, tauS: "3h" };
export type Site = readonly [PlantName, keyof typeof sets];
export type Rest = Partial<Omit<Stranger, "name" | "plant">>;
export const row = (
  name: string,
  [plant, set]: Site,
  events: readonly object[],
  rest: Rest = {},
): Stranger => ({
  name: `${plant} ${set} ${name}`,
  plant: plants[plant],
  sensors: sets[set],
  lengthS: "3h",
  ...rest,
  events: [wander, ...events] as never,
});
export const fault = (channels: string[], f: object, more: object = {}) => ({
  kind: "sensor fault",
  target: { channels },
  fault: f,
  ...more,
});
