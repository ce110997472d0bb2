import { hours, minutes, seconds } from "../../../protocol/time.ts";
import type { Channel, Loop } from "../../domain/loop/loop.ts";

const channel = (own: Pick<Channel, "id" | "name" | "role" | "unit" | "range">): Channel => ({
  ...own,
  position: null,
  source: { measurement: "coolant", tags: { loop: "loop-a" }, field: own.id },
  reporting: "periodic",
  maxAgeMs: seconds(30),
  step: 0,
  box: null,
  limits: [],
});

/** A loop of a computing hall, for a mail that shows what mails look like. */
export const exampleLoop: Loop = {
  id: "loop-a",
  name: "Cooling loop A",
  coolant: "pg25",
  chargeL: 640,
  referenceTempC: 20,
  referencePressureKpa: 300,
  accumulator: { volumeL: 80, gasL: 40 },
  minimumInventoryL: 600,
  learningMs: hours(3),
  falseAlarmsPerYear: 1,
  responseTimeMs: minutes(30),
  channels: [
    channel({
      id: "suction",
      name: "Suction pressure",
      role: "pressure",
      unit: "kPa",
      range: { low: 0, high: 1000 },
    }),
    channel({
      id: "return",
      name: "Return pressure",
      role: "pressure",
      unit: "kPa",
      range: { low: 0, high: 1000 },
    }),
    channel({
      id: "level",
      name: "Accumulator level",
      role: "quantity",
      unit: "%",
      range: { low: 0, high: 100 },
    }),
  ],
  plannedLos: [],
  assumed: [],
};

/** What leaves the example's loop, litres an hour at the reference temperature, and kilograms of the same. */
export const exampleLossLPerH = 4.1;
export const exampleLossKgPerH = 4.2;
