import { lawsByCoolant } from "../plant/coolants/laws-by-coolant.ts";
import type { CoolantName, MakeUpDescription, PumpDescription } from "./plant-description.ts";
import type { Measure, SensorDescription } from "./sensor-description.ts";
import type { SensorShape } from "./sensor-shapes.ts";

/** What the usual sensors of a plant are scaled to. */
export interface SensorScale {
  readonly coolant: CoolantName;
  readonly reference: { readonly tempC: number; readonly pressureKpa: number };
  readonly pump: PumpDescription;
  readonly makeUp: MakeUpDescription | null;
}

interface UsualSensor {
  readonly whiteSd: number;
  readonly step: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Noise and steps found in recorded telemetry of station ammonia loops, scaled to a loop's own range: pressure 0.05 %
 * noise and 0.12 % steps of the reference pressure, temperature 0.02 C and 0.0626 C, flow 0.3 % of nominal.
 */
const pressureNoiseShare = 0.0005;
const pressureStepShare = 0.0012;
const temperature: UsualSensor = { whiteSd: 0.02, step: 0.0626, low: -100, high: 150 };
const flowNoiseShare = 0.003;

/** A 12-bit converter over twice the nominal value. */
const converterShare = 2 / 4096;

/** Speed from a tachometer, power from a shunt: shares of nominal. Judgements. */
const speedNoiseShare = 0.0005;
const powerNoiseShare = 0.005;

/** Float gauges and pulse meters show tenths of a litre. */
const litreStep = 0.1;

/** Coolant that wets a rope or tray, L. A judgement: a puddle as large as a hand. */
const usualWetAtL = 0.1;

/** Completes a sensor with the noise, steps and range that are usual for what it measures. */
export function toSensor(shape: SensorShape, scale: SensorScale): SensorDescription {
  const usual = usualSensor(shape.measure, scale);
  const { low, high, step, noise } = shape;
  return {
    ...shape,
    position: shape.position ?? 0.5,
    noise: { ...noise, whiteSd: noise.whiteSd ?? usual.whiteSd },
    step: step ?? usual.step,
    low: low ?? usual.low,
    high: high ?? usual.high,
    wetAtL: shape.wetAtL ?? usualWetAtL,
  };
}

function usualSensor(measure: Measure, { coolant, reference, pump, makeUp }: SensorScale): UsualSensor {
  const upTo = (nominal: number, noiseShare: number): UsualSensor => ({
    whiteSd: noiseShare * nominal,
    step: converterShare * nominal,
    low: 0,
    high: 2 * nominal,
  });
  const exact = (step: number, low: number, high: number): UsualSensor => ({ whiteSd: 0, step, low, high });
  switch (measure) {
    case "pressure":
      return {
        whiteSd: pressureNoiseShare * reference.pressureKpa,
        step: pressureStepShare * reference.pressureKpa,
        low: 0,
        high: 2 * (reference.pressureKpa + pump.shutOffHeadKpa),
      };
    case "temperature":
    case "wall temperature":
    case "gas temperature":
    case "cabin temperature":
    case "ambient temperature":
      return temperature;
    case "flow":
      return upTo(pump.flowLpm, flowNoiseShare);
    case "mass flow": {
      const kgPerL = lawsByCoolant[coolant].densityKgPerM3(reference.tempC) / 1e3;
      return upTo(pump.flowLpm * 60 * kgPerL, flowNoiseShare);
    }
    case "pump speed":
      return upTo(pump.nominalRpm, speedNoiseShare);
    case "pump power":
      // kPa times L/min is a sixtieth of a watt.
      return upTo((pump.flowLpm * pump.headKpa) / 60 / pump.efficiency, powerNoiseShare);
    case "quantity":
      return { whiteSd: 0.05, step: 0.1, low: 0, high: 100 };
    case "bypass opening":
      return { whiteSd: 0.001, step: 0.001, low: 0, high: 1 };
    case "make-up starts":
      return exact(1, 0, 1e9);
    case "make-up volume":
      return exact(litreStep, 0, 1e9);
    case "make-up running":
      return exact(1, 0, 1);
    case "reservoir volume":
      return {
        whiteSd: litreStep / 2,
        step: litreStep,
        low: 0,
        high: Math.max(litreStep, makeUp?.reservoirL ?? 0),
      };
    case "wetness":
      return exact(1, -1, 1);
    case "angle":
      return { whiteSd: 0.02, step: 0.1, low: 0, high: 360 };
  }
}
