import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { LoopProof } from "../../protocol/incident.ts";
import { hours, minutes } from "../../protocol/time.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { createProver } from "../../server/app/prove.ts";
import { parseConfig } from "../../server/boundary/config.ts";
import { toLoopName } from "../../simulator/commands/loop-name.ts";
import { loadPlant } from "../../simulator/description/library.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { linesUntil, scenarioNamed } from "../support/example.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createLineIntake } from "../support/line-intake.ts";

const parsed = parseConfig(
  readFileSync(new URL("../../examples/simulated-loops.yaml", import.meta.url), "utf8"),
  {},
);
const loops = parsed.ok ? parsed.config.loops : [];
const startMs = Date.UTC(2022, 11, 14);
const learningMs = hours(3);

const tellsInventory = ({ role }: { readonly role: string }): boolean =>
  role === "pressure" || role === "quantity";

/** A simulated loop that was learnt, with its telemetry on the way into detection. */
function beginPlant(plantId: string) {
  const known = loadPlant(plantId);
  if (known.kind === "problems") throw new Error(known.problems[0]?.message);
  const loop = { ...loops.find(({ id }) => id === toLoopName(plantId))!, learningMs };
  const scenario = { ...scenarioNamed("healthy"), plant: known.value, plantId };
  const simulation = createSimulation({ loopId: loop.id, seed: 3, startMs, scenario });
  const alarms: string[] = [];
  const pipeline = createPipeline([loop], {
    onEstimate: () => undefined,
    observe(key, { kind }) {
      if (kind === "found") alarms.push(key.alarmClass);
    },
  });
  const intake = createLineIntake(pipeline);
  const prover = createProver({ lane: pipeline.lane, isSilent: () => false, clock: createFakeClock() });
  const shownBy = new Map<string, string | null>();
  let atMs = startMs;

  const asShown = (lines: string): string => {
    let text = lines;
    for (const field of shownBy.keys())
      text = text.replaceAll(new RegExp(`\\b${field}=([-0-9.]+)`, "g"), (_all, value: string) => {
        const shown = shownBy.get(field) ?? value;
        shownBy.set(field, shown);
        return `${field}=${shown}`;
      });
    return text;
  };

  const after = (ms: number): void => {
    for (const untilMs = atMs + ms; atMs < untilMs; ) {
      atMs += minutes(1);
      intake.accept(asShown(linesUntil(simulation, atMs)), atMs);
    }
  };
  after(learningMs + hours(1));

  return {
    alarms,
    frozen: () => [...shownBy.values()].filter((value) => value !== null),
    after,
    freezes(which: (channel: { readonly id: string; readonly role: string }) => boolean): void {
      for (const channel of loop.channels) if (which(channel)) shownBy.set(channel.source.field, null);
    },
    prove: (): LoopProof => prover.prove(loop.id, null),
  };
}

describe.each(["soyuz", "eatcs-a", "eatcs-b", "water-loop", "cdu"])(
  "the detection of a healthy %s",
  (plantId) => {
    let plant: ReturnType<typeof beginPlant>;
    beforeAll(() => {
      plant = beginPlant(plantId);
    });

    test("is proven by a synthetic leak within ten minutes, time and again, and nobody is called", () => {
      for (let n = 0; n < 6; n++) {
        plant.after(minutes(23));
        const { outcome, leakKgPerH } = plant.prove();
        expect(outcome).toMatchObject({ kind: "found" });
        expect(leakKgPerH).toBeGreaterThan(0);
        expect(outcome.kind === "found" && outcome.afterMs).toBeLessThan(minutes(10));
      }
      expect(plant.alarms).toEqual([]);
    });

    test("is not proven once all its pressures and quantities are frozen", () => {
      plant.freezes(tellsInventory);
      plant.after(minutes(40));
      expect(plant.prove().outcome).toMatchObject({ kind: "missed" });
    });
  },
);

test("one frozen sensor of two does not hide the leak that the other one shows", () => {
  const plant = beginPlant("soyuz");
  plant.freezes(({ id }) => id === "accumulator-pressure");
  plant.after(minutes(40));
  expect(plant.frozen()).toHaveLength(1);
  expect(plant.prove().outcome).toMatchObject({ kind: "found" });
});
