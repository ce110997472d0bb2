import { z } from "zod";
import {
  type AccumulatorDescription,
  type CabinDescription,
  coolantNames,
  type SegmentHeatDescription,
  type SurroundingsDescription,
} from "./plant-description.ts";
import {
  between,
  byKind,
  celsius,
  exactly,
  flowLpm,
  joulesPerKelvin,
  kilopascals,
  litres,
  litresOrNone,
  millimetres,
  oneOf,
  pressureRise,
  quantity,
  share,
  spanOrZeroS,
  spanS,
  watts,
  wattsPerKelvin,
  words,
} from "./quantities.ts";

/** Nodes of one segment: enough for any transport delay, few enough to step in real time. */
const mostNodes = 100;
const fewNodes = 3;

/** Coolant in headers and dead legs changes places with the flow within minutes. */
const usualMixS = 600;

/** Accumulator with bellows: gas beside thin metal, shell beside coolant that hardly moves. Judgements. */
const usualGasLagS = 20;
const usualLiquidLagS = 300;

/** Small pumps spin up and down within seconds and make pressure of a third of their electric power. Judgements. */
const usualRampS = 5;
const usualCoastDownS = 3;
const usualEfficiency = 0.3;
const usualRpm = 6000;

/** Coolcentric's manual: 10 s below the start pressure, then 3 min to reach the stop pressure. */
const usualStartDelayS = 10;
const usualTimeoutS = 180;

/** White paint: it takes up 0.2 of the sunlight when new and 0.5 after years in orbit. Textbook values. */
const usualEmissivity = 0.85;
const usualAbsorptance = 0.3;

export const plantName = words("the plant's name");
export const coolant = oneOf("a known coolant", coolantNames);
export const reference = exactly("the reference", { tempC: celsius, pressureKpa: kilopascals });

const heatKinds = ["insulated", "load", "cabin exchanger", "radiator", "ambient exchanger"] as const;
const heat = byKind("a heat exchange", heatKinds, [
  exactly("an insulated segment", { kind: z.literal("insulated") }),
  exactly("a load", { kind: z.literal("load"), watts }),
  exactly("a cabin exchanger", { kind: z.literal("cabin exchanger"), wPerK: wattsPerKelvin }),
  exactly("a radiator", {
    kind: z.literal("radiator"),
    areaM2: quantity("an area", "square metres above zero", (m2) => m2 > 0),
    emissivity: share.default(usualEmissivity),
    absorptance: share.default(usualAbsorptance),
  }),
  exactly("an ambient exchanger", { kind: z.literal("ambient exchanger"), wPerK: wattsPerKelvin }),
]) satisfies z.ZodType<SegmentHeatDescription>;

/** What a segment leaves out follows from its volume and bore. */
export const segment = exactly("a segment", {
  name: words("the segment's name").refine((name) => name !== "accumulator", {
    error: 'The name "accumulator" is taken by the accumulator itself.',
  }),
  volumeL: litres,
  nodes: between("a number of nodes", 1, mostNodes)
    .refine(Number.isInteger, { error: "Nodes are counted in whole numbers." })
    .default(fewNodes),
  boreMm: millimetres,
  wallJPerK: joulesPerKelvin.optional(),
  wallWPerK: wattsPerKelvin.optional(),
  still: exactly("still coolant", { volumeL: litresOrNone, mixS: spanS.default(usualMixS) }).default({
    volumeL: 0,
    mixS: usualMixS,
  }),
  friction: quantity("a share of friction", "zero or more", (value) => value >= 0).optional(),
  heat: heat.default({ kind: "insulated" }),
});
/** A segment as written. */
export type SegmentShape = z.output<typeof segment>;

export const accumulator = exactly("the accumulator", {
  liquidL: litres,
  gasL: quantity("a volume of gas", "litres above zero: without gas nothing gives way", (value) => value > 0),
  gasLagS: spanS.default(usualGasLagS),
  liquidLagS: spanS.default(usualLiquidLagS),
}) satisfies z.ZodType<AccumulatorDescription>;

export const pump = exactly("the pump", {
  flowLpm,
  headKpa: pressureRise,
  shutOffHeadKpa: pressureRise.optional(),
  nominalRpm: quantity("a speed", "revolutions a minute above zero", (rpm) => rpm > 0).default(usualRpm),
  rampS: spanS.default(usualRampS),
  coastDownS: spanS.default(usualCoastDownS),
  efficiency: quantity(
    "an efficiency",
    "a share above 0, up to 1",
    (value) => value > 0 && value <= 1,
  ).default(usualEfficiency),
});
/** A pump as written. */
export type PumpShape = z.output<typeof pump>;

export const surroundings = byKind(
  "surroundings",
  ["orbit", "ground"],
  [
    exactly("an orbit", {
      kind: z.literal("orbit"),
      altitudeKm: between("the height of a low orbit", 150, 2000, " km"),
      betaDeg: between("a beta angle", -90, 90, " degrees"),
    }),
    exactly("a place on the ground", {
      kind: z.literal("ground"),
      ambientC: between("an ambient temperature", -60, 60, " degrees Celsius"),
      dayAmplitudeK: between("half the difference of day and night", 0, 40, " K").default(0),
    }),
  ],
) satisfies z.ZodType<SurroundingsDescription>;

export const cabin = exactly("the cabin", {
  heatW: watts,
  heatJPerK: joulesPerKelvin,
  hullWPerK: quantity("a heat path", "watts per kelvin, zero or more", (value) => value >= 0),
  outsideC: celsius,
}).nullable() satisfies z.ZodType<CabinDescription | null>;

export const bypass = exactly("the bypass", {
  from: words("the first segment that it goes round"),
  to: words("the last segment that it goes round"),
  opening: share.default(0),
  regulator: exactly("a regulator", {
    setpointC: celsius,
    openingPerK: quantity("a gain", "an opening per kelvin above zero", (value) => value > 0),
    integralS: spanS,
  })
    .nullable()
    .default(null),
}).nullable();

export const makeUp = exactly("the make-up pump", {
  startKpa: kilopascals,
  stopKpa: kilopascals,
  startDelayS: spanOrZeroS.default(usualStartDelayS),
  timeoutS: spanS.default(usualTimeoutS),
  flowLpm,
  reservoirL: litresOrNone,
  tempC: celsius.optional(),
}).nullable();
/** A make-up pump as written. */
export type MakeUpShape = z.output<typeof makeUp>;
