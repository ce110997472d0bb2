import type { ChannelRole, ChannelView, LoopView } from "../../protocol/telemetry.ts";
import type { Unit } from "../../protocol/units.ts";

type Sketch = readonly [id: string, name: string, role: ChannelRole, position: string | null, unit?: Unit];

const unitByRole: Readonly<Record<ChannelRole, Unit>> = {
  pressure: "kPa",
  temperature: "degC",
  flow: "L/min",
  quantity: "%",
  "pump-speed": "rpm",
  "pump-power": "W",
  current: "A",
  vibration: "g",
  "make-up-volume": "L",
  "make-up-starts": "1",
  "make-up-running": "1",
  reservoir: "L",
  wetness: "1",
  other: "1",
};

const toChannel = ([id, name, role, position, unit]: Sketch): ChannelView => ({
  ...{ id, name, role, position },
  unit: unit ?? unitByRole[role],
});

function toLoop(given: Omit<LoopView, "channels">, sketches: readonly Sketch[]): LoopView {
  return { ...given, channels: sketches.map(toChannel) };
}

/** As in the example configuration. */
export const soyuzLoop = toLoop(
  {
    ...{ id: "ms-22", name: "MS-22 radiator loop", coolant: "isooctane", chargeL: 44, minimumInventoryL: 40 },
    accumulator: { volumeL: 8, gasL: 4 },
    isolable: ["radiator-inlet", "radiator-outlet"],
  },
  [
    ["accumulator-pressure", "Accumulator pressure", "pressure", "accumulator"],
    ["pump-out-pressure", "Pump outlet pressure", "pressure", "pump-outlet"],
    ["radiator-in", "Radiator inlet", "temperature", "radiator-inlet"],
    ["radiator-out", "Radiator outlet", "temperature", "radiator-outlet"],
    ["accumulator-temp", "Accumulator temperature", "temperature", "accumulator"],
    ["flow", "Flow", "flow", "pump-outlet"],
  ],
);

/** What the station sends of its external loop A to the public. */
export const stationLoop = toLoop(
  {
    ...{ id: "iss-a", name: "ISS external loop A", coolant: "ammonia", chargeL: 450, minimumInventoryL: 420 },
    accumulator: { volumeL: 60, gasL: 30 },
  },
  [
    ["flow", "Pump flow", "flow", "pump-outlet", "kg/h"],
    ["pressure", "Pump outlet pressure", "pressure", "pump-outlet"],
    ["temp", "Pump outlet temperature", "temperature", "pump-outlet"],
  ],
);

/** A coolant distribution unit with make-up and leak ropes. */
export const hallLoop = toLoop(
  {
    ...{
      id: "cdu",
      name: "Coolant distribution unit",
      coolant: "pg25",
      chargeL: 300,
      minimumInventoryL: 290,
    },
    accumulator: { volumeL: 30, gasL: 20 },
  },
  [
    ["suction-a", "Suction pressure A", "pressure", "accumulator"],
    ["suction-b", "Suction pressure B", "pressure", "accumulator"],
    ["discharge", "Discharge pressure", "pressure", "pump-outlet"],
    ["tank-level", "Tank level", "quantity", "accumulator"],
    ["supply", "Supply temperature", "temperature", "supply"],
    ["return", "Return temperature", "temperature", "return"],
    ["tank", "Tank temperature", "temperature", "accumulator"],
    ["flow", "Flow", "flow", "return"],
    ["reservoir", "Reservoir", "reservoir", "make-up"],
    ["make-up-volume", "Make-up fed in", "make-up-volume", "make-up"],
    ["make-up-starts", "Make-up starts", "make-up-starts", "make-up"],
    ["make-up-running", "Make-up running", "make-up-running", "make-up"],
    ["rope", "Leak rope", "wetness", "racks"],
    ["tray", "Drip tray", "wetness", "below the racks"],
  ],
);

/** One pressure of which nobody said where it is, in a loop of which nobody said how large it is. */
export const smallestLoop = toLoop(
  {
    ...{ id: "bench", name: "Test bench", coolant: "water", chargeL: 100, minimumInventoryL: 90 },
    accumulator: { volumeL: 20, gasL: 10 },
    assumed: ["coolant", "chargeL", "accumulator", "referencePressureKpa"],
  },
  [["p", "Pressure", "pressure", null]],
);

/** Twenty-five channels, some of them where no loop has a place. */
export const richLoop = toLoop(
  {
    ...{
      id: "plant",
      name: "Chiller plant, primary",
      coolant: "water",
      chargeL: 900,
      minimumInventoryL: 860,
    },
    accumulator: { volumeL: 120, gasL: 60 },
  },
  [
    ["exp-p1", "Expansion pressure 1", "pressure", "expansion vessel"],
    ["exp-p2", "Expansion pressure 2", "pressure", "expansion vessel"],
    ["exp-level", "Expansion level", "quantity", "expansion vessel", "L"],
    ["exp-t", "Expansion temperature", "temperature", "expansion vessel"],
    ["suction", "Suction pressure", "pressure", "suction"],
    ["suction-t", "Suction temperature", "temperature", "suction"],
    ["discharge-1", "Discharge pressure 1", "pressure", "pump-outlet"],
    ["discharge-2", "Discharge pressure 2", "pressure", "pump-outlet"],
    ["main-flow", "Main flow", "flow", "pump-outlet"],
    ["speed", "Pump speed", "pump-speed", null],
    ["power", "Pump power", "pump-power", null],
    ["motor", "Motor current", "current", null],
    ["vib", "Bearing vibration", "vibration", null],
    ["hx-in", "Exchanger inlet", "temperature", "exchanger inlet"],
    ["hx-out", "Exchanger outlet", "temperature", "exchanger outlet"],
    ["hx-flow", "Exchanger flow", "flow", "exchanger outlet"],
    ["tower-in", "Tower inlet", "temperature", "cooling tower inlet"],
    ["tower-out", "Tower outlet", "temperature", "cooling tower outlet"],
    ["tower-p", "Tower pressure", "pressure", "cooling tower"],
    ["tower-fan", "Tower fan", "other", "cooling tower", "rpm"],
    ["make-up", "Make-up fed in", "make-up-volume", null],
    ["tank", "Make-up tank", "reservoir", null, "%"],
    ["aft", "Aft bay temperature", "temperature", "bay 3"],
    ["rope-1", "Leak rope, north corridor", "wetness", "north"],
    ["ph", "Coolant acidity", "other", null],
  ],
);

/** Loops from the smallest to one with everything. */
export const gallery: readonly LoopView[] = [soyuzLoop, stationLoop, hallLoop, smallestLoop, richLoop];
