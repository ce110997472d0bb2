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
  boreMm,
  byKind,
  celsius,
  exactly,
  flowLpm,
  gasLitres,
  joulesPerKelvin,
  kilopascals,
  lagS,
  litres,
  litresOrNone,
  oneOf,
  pressureRise,
  quantity,
  share,
  spanOrZeroS,
  spanS,
  watts,
  wattsPerKelvin,
  wattsPerKelvinOrNone,
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

/** From a square centimetre to the roof of a factory hall. */
const areaM2 = between("an area", 1e-4, 1e5, " square metres");

/** From a stirrer to a turbo machine. */
const leastRpm = 1;
const mostRpm = 1e6;

/** Electromagnetic pumps reach a few hundredths; less would be a heater. */
const leastEfficiency = 0.01;

/** Fully open a hundredth of a kelvin off: a switch and no regulator. */
const mostOpeningPerK = 100;

/** Shares only count against each other. */
const mostFriction = 1e9;

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
    areaM2,
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
  boreMm,
  wallJPerK: joulesPerKelvin.optional(),
  wallWPerK: wattsPerKelvin.optional(),
  still: exactly("still coolant", { volumeL: litresOrNone, mixS: lagS.default(usualMixS) }).default({
    volumeL: 0,
    mixS: usualMixS,
  }),
  friction: between("a share of friction", 0, mostFriction).optional(),
  heat: heat.default({ kind: "insulated" }),
});
/** A segment as written. */
export type SegmentShape = z.output<typeof segment>;

export const accumulator = exactly("the accumulator", {
  liquidL: litres,
  gasL: gasLitres,
  gasLagS: lagS.default(usualGasLagS),
  liquidLagS: lagS.default(usualLiquidLagS),
}) satisfies z.ZodType<AccumulatorDescription>;

export const pump = exactly("the pump", {
  flowLpm,
  headKpa: pressureRise,
  shutOffHeadKpa: pressureRise.optional(),
  nominalRpm: between("a speed", leastRpm, mostRpm, " revolutions a minute").default(usualRpm),
  rampS: lagS.default(usualRampS),
  coastDownS: lagS.default(usualCoastDownS),
  efficiency: between("an efficiency", leastEfficiency, 1).default(usualEfficiency),
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
  hullWPerK: wattsPerKelvinOrNone,
  outsideC: celsius,
}).nullable() satisfies z.ZodType<CabinDescription | null>;

export const bypass = exactly("the bypass", {
  from: words("the first segment that it goes round"),
  to: words("the last segment that it goes round"),
  opening: share.default(0),
  regulator: exactly("a regulator", {
    setpointC: celsius,
    openingPerK: quantity(
      "a gain",
      `an opening per kelvin above zero, up to ${mostOpeningPerK}`,
      (value) => value > 0 && value <= mostOpeningPerK,
    ),
    integralS: lagS,
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
