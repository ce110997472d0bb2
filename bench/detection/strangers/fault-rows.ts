import { fault, type PlantName, plants, row, sets } from "./rows.ts";
import type { Stranger } from "./stranger.ts";

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
        [plant, set],
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
