import type {
  PlantDescription,
  SegmentDescription,
  SegmentHeatDescription,
} from "../../../simulator/description/plant-description.ts";

/** A multiple of nothing in particular: any source time will do. */
export const startS = 1_700_000_000;

interface Stretch {
  readonly name: string;
  readonly volumeL: number;
  readonly nodes: number;
  readonly heat?: SegmentHeatDescription;
  /** Metal beside pipe wall, such as radiator panels and cold plates. */
  readonly extraWallJPerK?: number;
  readonly wallWPerKPerL?: number;
  readonly still?: SegmentDescription["still"];
}

/** Pipe wall, J/K a litre inside: aluminium tube of 20 mm bore and 1 mm wall. */
const pipeWallJPerKPerL = 510;

const segment = ({ name, volumeL, nodes, heat, extraWallJPerK, wallWPerKPerL, still }: Stretch) => ({
  name,
  volumeL,
  nodes,
  boreMm: 20,
  wallJPerK: volumeL * pipeWallJPerKPerL + (extraWallJPerK ?? 0),
  wallWPerK: volumeL * (wallWPerKPerL ?? 40),
  still: still ?? { volumeL: 0, mixS: 1 },
  friction: volumeL,
  heat: heat ?? { kind: "insulated" as const },
});

const silentLink = { delayS: 0, gaps: [], recorder: null, duplicates: 0, backsteps: 0, nulls: 0 };

/** A loop of the MS-22 kind: 44 L of isooctane at 304 kPa and 20 C, 4 L of it in the accumulator beside 4 L of gas. */
export const soyuz: PlantDescription = {
  name: "soyuz",
  coolant: "isooctane",
  reference: { tempC: 20, pressureKpa: 304 },
  segments: [
    segment({ name: "outlet line", volumeL: 4, nodes: 1 }),
    segment({
      name: "cabin",
      volumeL: 4,
      nodes: 2,
      heat: { kind: "cabin exchanger", wPerK: 400 },
      wallWPerKPerL: 200,
    }),
    segment({ name: "hot line", volumeL: 8, nodes: 3 }),
    segment({
      name: "radiator",
      volumeL: 14,
      nodes: 4,
      heat: { kind: "radiator", areaM2: 4.7, emissivity: 0.85, absorptance: 0.45 },
      extraWallJPerK: 4.7 * 4500,
      wallWPerKPerL: 80,
    }),
    segment({ name: "return line", volumeL: 10, nodes: 4 }),
  ],
  accumulator: { liquidL: 4, gasL: 4, gasLagS: 30, liquidLagS: 120 },
  pump: {
    flowLpm: 6,
    headKpa: 60,
    shutOffHeadKpa: 80,
    nominalRpm: 6000,
    rampS: 5,
    coastDownS: 3,
    efficiency: 0.3,
  },
  surroundings: { kind: "orbit", altitudeKm: 410, betaDeg: 30 },
  cabin: { heatW: 900, heatJPerK: 60_000, hullWPerK: 30, outsideC: 15 },
  bypass: null,
  makeUp: null,
  sensors: [],
  link: silentLink,
};

/** The same loop with the Sun over the orbit's pole: nothing cycles, and this radiator settles near the reference. */
export const quietSoyuz: PlantDescription = {
  ...soyuz,
  surroundings: { kind: "orbit", altitudeKm: 410, betaDeg: 90 },
  segments: soyuz.segments.map((one) =>
    one.heat.kind === "radiator" ? { ...one, heat: { ...one.heat, areaM2: 7.2 } } : one,
  ),
};

/** A loop of the station's external kind: 450 L of ammonia at 1810 kPa, radiator with a bypass that holds 3.7 C. */
export const eatcs: PlantDescription = {
  name: "eatcs",
  coolant: "ammonia",
  reference: { tempC: 4, pressureKpa: 1810 },
  segments: [
    segment({ name: "outlet line", volumeL: 60, nodes: 2 }),
    segment({
      name: "cold plates",
      volumeL: 90,
      nodes: 3,
      heat: { kind: "load", watts: 35_000 },
      extraWallJPerK: 200_000,
    }),
    segment({ name: "hot line", volumeL: 60, nodes: 2 }),
    segment({
      name: "radiator",
      volumeL: 120,
      nodes: 5,
      heat: { kind: "radiator", areaM2: 340, emissivity: 0.85, absorptance: 0.25 },
      extraWallJPerK: 340 * 4500,
      wallWPerKPerL: 80,
    }),
    segment({ name: "return line", volumeL: 90, nodes: 3, still: { volumeL: 30, mixS: 900 } }),
  ],
  accumulator: { liquidL: 30, gasL: 30, gasLagS: 120, liquidLagS: 600 },
  pump: {
    flowLpm: 90,
    headKpa: 300,
    shutOffHeadKpa: 400,
    nominalRpm: 14_000,
    rampS: 20,
    coastDownS: 8,
    efficiency: 0.35,
  },
  surroundings: { kind: "orbit", altitudeKm: 410, betaDeg: 30 },
  cabin: null,
  bypass: {
    from: "radiator",
    to: "radiator",
    opening: 0.3,
    regulator: { setpointC: 3.7, openingPerK: 0.02, integralS: 600 },
  },
  makeUp: null,
  sensors: [],
  link: silentLink,
};

/** A cooling unit of a data centre: 300 L of PG25 near 35 C, 250 kPa at the suction, make-up from 230 to 250 kPa. */
export const cdu: PlantDescription = {
  name: "cdu",
  coolant: "pg25",
  reference: { tempC: 35, pressureKpa: 250 },
  segments: [
    segment({ name: "supply", volumeL: 80, nodes: 4 }),
    segment({
      name: "racks",
      volumeL: 60,
      nodes: 3,
      heat: { kind: "load", watts: 100_000 },
      wallWPerKPerL: 400,
    }),
    segment({ name: "return", volumeL: 80, nodes: 4 }),
    segment({
      name: "exchanger",
      volumeL: 60,
      nodes: 4,
      heat: { kind: "ambient exchanger", wPerK: 9000 },
      wallWPerKPerL: 400,
    }),
    segment({ name: "suction line", volumeL: 20, nodes: 1 }),
  ],
  accumulator: { liquidL: 20, gasL: 20, gasLagS: 60, liquidLagS: 300 },
  pump: {
    flowLpm: 180,
    headKpa: 150,
    shutOffHeadKpa: 200,
    nominalRpm: 2900,
    rampS: 10,
    coastDownS: 4,
    efficiency: 0.5,
  },
  surroundings: { kind: "ground", ambientC: 20, dayAmplitudeK: 2 },
  cabin: null,
  bypass: null,
  makeUp: {
    startKpa: 230,
    stopKpa: 250,
    startDelayS: 10,
    timeoutS: 180,
    flowLpm: 4,
    reservoirL: 60,
    tempC: 25,
  },
  sensors: [],
  link: silentLink,
};

/** A water loop of a laboratory: 150 L at 17 C, 5 L of gas, 200 kPa. */
export const waterLoop: PlantDescription = {
  name: "water loop",
  coolant: "water",
  reference: { tempC: 17, pressureKpa: 200 },
  segments: [
    segment({ name: "outlet line", volumeL: 40, nodes: 4 }),
    segment({ name: "payload racks", volumeL: 40, nodes: 4, heat: { kind: "load", watts: 3000 } }),
    segment({
      name: "exchanger",
      volumeL: 20,
      nodes: 2,
      heat: { kind: "ambient exchanger", wPerK: 1500 },
      wallWPerKPerL: 200,
    }),
    segment({ name: "return line", volumeL: 45, nodes: 4 }),
  ],
  accumulator: { liquidL: 5, gasL: 5, gasLagS: 40, liquidLagS: 300 },
  pump: {
    flowLpm: 20,
    headKpa: 100,
    shutOffHeadKpa: 130,
    nominalRpm: 4000,
    rampS: 5,
    coastDownS: 3,
    efficiency: 0.4,
  },
  surroundings: { kind: "ground", ambientC: 14, dayAmplitudeK: 0 },
  cabin: null,
  bypass: null,
  makeUp: null,
  sensors: [],
  link: silentLink,
};
