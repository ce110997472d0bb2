import type { Panel } from "../../server/domain/picture/plot.ts";
import type { PlantDescription } from "../../simulator/description/plant-description.ts";
import {
  type Measure,
  measureUnits,
  type SensorDescription,
} from "../../simulator/description/sensor-description.ts";
import type { TruthName } from "./take.ts";

/** One panel: which sensors it shows, and what is really so. */
export interface PanelPlan {
  readonly title: string;
  readonly unit: string | null;
  readonly isShown: (sensor: SensorDescription) => boolean;
  readonly truth: { readonly name: TruthName; readonly label: string; readonly factor: number } | null;
  readonly limits: Panel["limits"];
  readonly minSpan: number;
  /** Left out of stories in which it does not move by its smallest span. */
  readonly isOptional: boolean;
}

/** Noise of a steady quantity should look like noise: no axis is finer than these shares of the usual value. */
const pressureShare = 0.01;
const flowShare = 0.05;
const inventoryShare = 0.002;
const smallestTemperatureSpanK = 1;
const smallestFillSpan = 2;
const smallestReservoirSpanL = 1;

const measures =
  (...own: readonly Measure[]) =>
  ({ measure }: SensorDescription): boolean =>
    own.includes(measure);

const isAtAccumulator = ({ measure, at }: SensorDescription): boolean =>
  measure === "pressure" && at === "accumulator";

const isElsewhere = ({ measure, at }: SensorDescription): boolean =>
  measure === "pressure" && at !== "accumulator";

const toMakeUpLimits = ({ makeUp }: PlantDescription): Panel["limits"] =>
  makeUp === null
    ? []
    : [
        { label: "make-up starts and stops", value: makeUp.startKpa },
        { label: "", value: makeUp.stopKpa },
      ];

/** Panels of a plant, from what a limit alarm watches to what it cannot see. */
export function toPanelPlans(plant: PlantDescription): readonly PanelPlan[] {
  const { accumulator, pump, reference, segments } = plant;
  const accumulatorL = accumulator.liquidL + accumulator.gasL;
  const chargeL = segments.reduce(
    (sum, { volumeL, still }) => sum + volumeL + still.volumeL,
    accumulator.liquidL,
  );
  const flowMeasure = plant.sensors.some(measures("mass flow")) ? "mass flow" : "flow";
  const usual = { truth: null, limits: [], isOptional: false } as const;
  const pressure = { ...usual, unit: "kPa", minSpan: reference.pressureKpa * pressureShare } as const;
  const truthOf = (name: TruthName, factor = 1) => ({ name, label: "truth", factor });
  return [
    {
      ...pressure,
      title: "Pressure at accumulator",
      isShown: isAtAccumulator,
      truth: truthOf("pressureKpa"),
      limits: toMakeUpLimits(plant),
    },
    { ...pressure, title: "Pressure elsewhere", isShown: isElsewhere },
    {
      ...usual,
      title: "Temperature",
      unit: "°C",
      isShown: measures("temperature", "wall temperature"),
      truth: { ...truthOf("bulkTempC"), label: "mean, truth" },
      minSpan: smallestTemperatureSpanK,
    },
    {
      ...usual,
      title: "Flow",
      unit: measureUnits[flowMeasure],
      isShown: measures(flowMeasure),
      // A mass flow in kg/h is of the order of 60 times the litres a minute; the share is small either way.
      minSpan: pump.flowLpm * flowShare * (flowMeasure === "flow" ? 1 : 60),
    },
    {
      ...usual,
      title: "Accumulator fill",
      unit: "%",
      isShown: measures("quantity"),
      truth: truthOf("accumulatorLiquidL", 100 / accumulatorL),
      minSpan: smallestFillSpan,
    },
    {
      ...usual,
      title: "Inventory",
      unit: "L",
      isShown: () => false,
      truth: truthOf("inventoryL"),
      minSpan: chargeL * inventoryShare,
    },
    ...[
      {
        title: "Reservoir",
        unit: "L",
        isShown: measures("reservoir volume"),
        minSpan: smallestReservoirSpanL,
      },
      { title: "Make-up starts", unit: null, isShown: measures("make-up starts"), minSpan: 1 },
      { title: "Wet: 1, dry: 0, broken cable: −1", unit: null, isShown: measures("wetness"), minSpan: 1 },
    ].map((plan) => ({ ...usual, ...plan, isOptional: true })),
  ];
}
