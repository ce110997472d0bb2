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

const hole = (holeMm: number, more: object = {}) => ({
  kind: "leak",
  at: "sink",
  position: 0.5,
  size: { kind: "hole", holeMm },
  ...more,
});
const wander = { kind: "load wander", atS: "start", sd: 0.02, tauS: "3h" };
type Rest = Partial<Omit<Stranger, "name" | "plant">>;
const row = (
  name: string,
  plant: PlantName,
  set: keyof typeof sets,
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
const fault = (channels: string[], f: object, more: object = {}) => ({
  kind: "sensor fault",
  target: { channels },
  fault: f,
  ...more,
});

export const leaks: readonly Stranger[] = [
  row("0.02mm", "bench10", "full", [hole(0.02)], { lengthS: "24h", sampleS: 10 }),
  row("0.1mm", "bench10", "full", [hole(0.1)]),
  row("1mm", "bench10", "full", [hole(1)], { lengthS: "30min" }),
  row("3mm", "bench10", "four", [hole(3)], { lengthS: "20min" }),
  row("0.05mm", "hfe15", "pq", [hole(0.05)], { lengthS: "8h" }),
  row("0.5mm", "hfe15", "full", [hole(0.5)], { lengthS: "1h" }),
  row("0.3mm", "orbit30", "onlyP", [hole(0.3)], { lengthS: "1h" }),
  row("0.1mm", "orbit30", "onlyQ", [hole(0.1)], { lengthS: "6h" }),
  row("2mm", "orbit30", "bare", [hole(2)], { lengthS: "20min" }),
  row("0.2mm", "orbit30", "bare", [hole(0.2)], { lengthS: "6h" }),
  row("0.2mm", "ammonia200", "four", [hole(0.2)], { lengthS: "4h" }),
  row("1mm", "ammonia200", "full", [hole(1)], { lengthS: "1h" }),
  row("6mm", "ammonia200", "four", [hole(6)], { lengthS: "20min" }),
  row("0.5mm", "ammonia200", "onlyQ", [hole(0.5)], { lengthS: "3h" }),
  row("0.05mm", "water120", "four", [hole(0.05)], { lengthS: "2d", sampleS: 10, learning: "1d" }),
  row("0.3mm", "water120", "full", [hole(0.3)], { lengthS: "4h" }),
  row("0.3mm", "water120", "noT", [hole(0.3)], { lengthS: "6h" }),
  row("1mm", "water120", "gasT", [hole(1)], { lengthS: "1h" }),
  row("2mm", "pg400", "full", [hole(2)], { lengthS: "1h" }),
  row("0.2mm", "pg400", "pq", [hole(0.2)], { lengthS: "24h", sampleS: 10 }),
  row("6mm", "pg2000", "full", [hole(6)], { lengthS: "30min" }),
  row("1mm", "pg2000", "four", [hole(1)], { lengthS: "6h" }),
  row("0.1mm", "tinyAcc", "full", [hole(0.1)], { lengthS: "4h" }),
  row("1mm", "tinyAcc", "full", [hole(1)], { lengthS: "30min" }),
  row("3mm", "tinyAcc", "onlyP", [hole(3)], { lengthS: "15min" }),
  row("0.3mm", "hugeAcc", "full", [hole(0.3)], { lengthS: "6h" }),
  row("2mm", "hugeAcc", "onlyQ", [hole(2)], { lengthS: "1h" }),
  row("0.3mm", "hfeOrbit80", "full", [hole(0.3)], { lengthS: "4h" }),
  row("1mm 10s", "hfeOrbit80", "full", [hole(1)], { lengthS: "1h", sampleS: 10 }),
  row("1mm 60s", "hfeOrbit80", "full", [hole(1)], { lengthS: "2h", sampleS: 60 }),
  row("0.5mm 60s", "pg400", "pq", [hole(0.5)], { lengthS: "24h", sampleS: 60, learning: "1d" }),
  row("3mm 60s", "orbit30", "full", [hole(3)], { lengthS: "30min", sampleS: 60 }),
  row("0.5mm 10s", "water120", "onlyP", [hole(0.5)], { lengthS: "2h", sampleS: 10 }),
  row("0.5mm on-change", "water120", "full", [hole(0.5)], { lengthS: "2h", onChange: true }),
  row("1mm on-change", "ammonia200", "pq", [hole(1)], { lengthS: "1h", onChange: true }),
  row("0.5mm noise 3", "orbit30", "full", [hole(0.5)], { lengthS: "1h", noise: 3 }),
  row("0.5mm step 10", "orbit30", "full", [hole(0.5)], { lengthS: "1h", step: 10 }),
  row("0.8mm learning 1h", "orbit30", "full", [hole(0.8)], { lengthS: "30min", learning: "1h" }),
  row("1mm in learning", "orbit30", "full", [hole(1)], { lengthS: "2h", preludeS: "30min" }),
  row("0.3mm in learning", "water120", "full", [hole(0.3)], { lengthS: "8h", preludeS: "1h" }),
  row(
    "1mm at pump trip",
    "water120",
    "full",
    [{ kind: "pump trip", forS: "30min" }, hole(1, { atS: "1min" })],
    { lengthS: "1h" },
  ),
  row(
    "1mm at pump trip",
    "orbit30",
    "onlyP",
    [{ kind: "pump trip", forS: "30min" }, hole(1, { atS: "1min" })],
    { lengthS: "1h" },
  ),
  row(
    "0.3mm at slow pump",
    "pg400",
    "full",
    [{ kind: "pump speed", factor: 0.7 }, hole(1, { atS: "5min" })],
    { lengthS: "3h" },
  ),
  row(
    "0.5mm in gap",
    "orbit30",
    "full",
    [{ kind: "gap", name: "LOS", atS: "-1min", forS: "10min" }, hole(0.5)],
    { lengthS: "1h" },
  ),
  row(
    "0.5mm in gap 1h",
    "water120",
    "pq",
    [{ kind: "gap", name: "LOS", atS: "-1min", forS: "1h" }, hole(0.5)],
    { lengthS: "3h" },
  ),
  row(
    "0.5mm p-acc stuck",
    "orbit30",
    "full",
    [fault(["p-acc"], { kind: "stuck" }, { atS: "-5min" }), hole(0.5)],
    { lengthS: "1h" },
  ),
  row("1mm p-out zero", "water120", "full", [fault(["p-out"], { kind: "zero" }, { atS: "-5min" }), hole(1)], {
    lengthS: "1h",
  }),
  row("1mm q stuck", "pg400", "pq", [fault(["quantity"], { kind: "stuck" }, { atS: "-5min" }), hole(1)], {
    lengthS: "3h",
  }),
  row(
    "0.5mm t-in dropout",
    "orbit30",
    "full",
    [fault(["t-in"], { kind: "dropout" }, { atS: "-5min" }), hole(0.5)],
    { lengthS: "1h" },
  ),
  row("0.5mm heat step", "water120", "full", [{ kind: "heat", factor: 1.3 }, hole(0.5, { atS: "5min" })], {
    lengthS: "2h",
  }),
  row("0.5mm masked by heat", "water120", "full", [{ kind: "heat", factor: 1.3 }, hole(0.5)], {
    lengthS: "2h",
  }),
  row("1mm gross owner error", "water120", "full", [hole(1)], {
    lengthS: "1h",
    owner: { accumulator: { volumeL: 24, gasL: 12 } },
  }),
  row("1mm owner says nothing", "water120", "full", [hole(1)], {
    lengthS: "1h",
    owner: {
      accumulator: undefined,
      chargeL: undefined,
      coolant: undefined,
      referencePressureKpa: undefined,
    },
  }),
  row("0.2mm then 1mm", "orbit30", "four", [hole(0.2, {}), hole(1, { atS: "1h" })], { lengthS: "2h" }),
];

const quietEvents: Record<string, { events: readonly object[]; rest?: Rest }> = {
  "heat +30%": { events: [{ kind: "heat", factor: 1.3 }] },
  "heat -40%": { events: [{ kind: "heat", factor: 0.6 }] },
  "heat off/on": { events: [{ kind: "heat", factor: 0, forS: "40min" }] },
  "pump 70%": { events: [{ kind: "pump speed", factor: 0.7 }] },
  "pump 130%": { events: [{ kind: "pump speed", factor: 1.3, forS: "1h" }] },
  "pump off on 4x": {
    events: [0, 40, 80, 120].map((m) => ({ kind: "pump trip", atS: `${m}min`, forS: "10min" })),
  },
  "pump trip": { events: [{ kind: "pump trip" }] },
};
const ground: Record<string, { events: readonly object[]; rest?: Rest }> = {
  "ambient -6K": { events: [{ kind: "ambient", offsetK: -6 }] },
  "ambient +6K": { events: [{ kind: "ambient", offsetK: 6, forS: "1h" }] },
};
const orbit: Record<string, { events: readonly object[]; rest?: Rest }> = {
  "absorbed x2": { events: [{ kind: "absorbed heat", factor: 2, forS: "90min" }] },
  "beta to 75": { events: [{ kind: "beta", toDeg: 75, forS: "6h" }], rest: { lengthS: "8h" } },
};
const quietSites: readonly (readonly [PlantName, keyof typeof sets])[] = [
  ["bench10", "full"],
  ["orbit30", "onlyP"],
  ["water120", "pq"],
  ["pg400", "onlyQ"],
  ["ammonia200", "full"],
  ["tinyAcc", "full"],
  ["hfe15", "bare"],
  ["water120", "noT"],
  ["hfeOrbit80", "gasT"],
];
export const changes: readonly Stranger[] = quietSites.flatMap(([plant, set]) =>
  Object.entries({ ...quietEvents, ...(plants[plant].place === "orbit" ? orbit : ground) }).map(
    ([name, { events, rest }]) =>
      row(name, plant, set, events, { lengthS: "4h", sampleS: plant === "water120" ? 1 : 2, ...rest }),
  ),
);

const faults: Record<string, (c: string, unitAmount: number) => object> = {
  "bias -": (c, a) => fault([c], { kind: "bias", amount: -a }),
  "drift -": (c, a) => fault([c], { kind: "drift", perDay: -12 * a }),
  "jump -": (c) => fault([c], { kind: "jump", share: -0.1 }),
  stuck: (c) => fault([c], { kind: "stuck" }),
  dropout: (c) => fault([c], { kind: "dropout" }),
  zero: (c) => fault([c], { kind: "zero" }),
  "full scale": (c) => fault([c], { kind: "full scale" }),
  spikes: (c, a) => fault([c], { kind: "spikes", perHour: 20, amount: -3 * a }),
  noise: (c) => fault([c], { kind: "noise", factor: 10 }),
};
const amountOf: Record<string, number> = {
  "p-acc": 10,
  "p-out": 10,
  quantity: 5,
  "t-in": 2,
  "t-out": 2,
  "t-acc": 2,
  flow: 2,
};
const faultsAt = (plant: PlantName, set: keyof typeof sets): Stranger[] =>
  sets[set].flatMap((channel) =>
    Object.entries(faults).map(([name, make]) =>
      row(
        `${channel} ${name}`,
        plant,
        set,
        [
          make(
            channel,
            (amountOf[channel] ?? 1) * (channel.startsWith("p-") ? plants[plant].pressureKpa / 250 : 1),
          ),
        ],
        { lengthS: "2h", sampleS: 2 },
      ),
    ),
  );
export const sensorFaults: readonly Stranger[] = [
  ...faultsAt("water120", "pq"),
  ...faultsAt("orbit30", "full"),
  ...faultsAt("tinyAcc", "onlyP"),
];

const bad = {
  gaps: [{ kind: "random", perHour: 3, fromS: "20s", toS: "5min" }],
  duplicates: 0.02,
  backsteps: 0.001,
  nulls: 0.01,
};
export const quiet: readonly Stranger[] = [
  row("10 d quiet", "water120", "full", [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", "pg400", "pq", [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", "orbit30", "full", [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", "orbit30", "onlyP", [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", "bench10", "onlyP", [], { lengthS: "10d", sampleS: 60 }),
  row("10 d quiet", "tinyAcc", "full", [], { lengthS: "10d", sampleS: 60 }),
  row("10 d quiet", "hfe15", "noT", [], { lengthS: "10d", sampleS: 60, learning: "1d" }),
  row("10 d quiet", "water120", "bare", [], { lengthS: "10d", sampleS: 60, learning: "1d" }),
  row("10 d quiet", "ammonia200", "onlyQ", [], { lengthS: "10d", sampleS: 60 }),
  row("10 d quiet", "pg2000", "gasT", [], { lengthS: "10d", sampleS: 60, learning: "1d" }),
  row("2 d quiet learning 1h", "pg400", "full", [], { lengthS: "2d", sampleS: 10, learning: "1h" }),
  row("2 d quiet learning 1h", "orbit30", "full", [], { lengthS: "2d", sampleS: 10, learning: "1h" }),
  row("1 d bad link", "orbit30", "full", [], { lengthS: "1d", sampleS: 1, link: bad }),
  row("1 d bad link", "water120", "pq", [], { lengthS: "1d", sampleS: 2, link: bad }),
  row("1 d on-change", "water120", "full", [], { lengthS: "1d", sampleS: 1, onChange: true }),
  row("1 d step 10", "orbit30", "onlyP", [], { lengthS: "1d", sampleS: 2, step: 10 }),
  row("1 d noise 3", "tinyAcc", "full", [], { lengthS: "1d", sampleS: 2, noise: 3 }),
  row("isolation undeclared", "water120", "pq", [{ kind: "isolation", segment: "return", how: "inlet" }], {
    lengthS: "4h",
  }),
  row("refill undeclared", "water120", "pq", [{ kind: "refill", litres: 1, forS: "20min" }], {
    lengthS: "4h",
  }),
  row("refill undeclared", "orbit30", "onlyP", [{ kind: "refill", litres: 0.5, forS: "10min" }], {
    lengthS: "4h",
  }),
  row("refill cold", "pg400", "full", [{ kind: "refill", litres: 5, forS: "20min", tempC: 10 }], {
    lengthS: "4h",
  }),
  row(
    "drain declared",
    "water120",
    "pq",
    [
      { kind: "operation", operation: "refill", atS: "-1min" },
      { kind: "drain", litres: 1, forS: "10min" },
    ],
    { lengthS: "4h" },
  ),
  row(
    "gas leak",
    "water120",
    "pq",
    [{ kind: "leak", from: "gas side", size: { kind: "hole", holeMm: 0.05 } }],
    { lengthS: "4h" },
  ),
];
export const tables = { leaks, changes, sensorFaults, quiet };
