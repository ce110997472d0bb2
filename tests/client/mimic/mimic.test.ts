import { describe, expect, test } from "vitest";
import { layoutMimic } from "../../../client/mimic/layout.ts";
import type { Box } from "../../../client/mimic/placed.ts";
import { planMimic } from "../../../client/mimic/plan.ts";
import { distanceAlong, pathAlong, pointAlong } from "../../../client/mimic/ring-path.ts";
import { type Slot, toMachines, toPlace, toSlot } from "../../../client/mimic/slots.ts";
import { levelColumn, toTankLevel, toTankShare } from "../../../client/mimic/tank-level.ts";
import { toValueText } from "../../../client/mimic/write-values.ts";
import { type ChannelView, channelRoles, type LoopView } from "../../../protocol/telemetry.ts";
import {
  gallery,
  hallLoop,
  richLoop,
  smallestLoop,
  soyuzLoop,
  stationLoop,
} from "../../support/loop-gallery.ts";

const positions = [
  null,
  "accumulator",
  "pump-outlet",
  "radiator-inlet",
  "supply",
  "return",
  "bay 3",
  "suction",
];

/** A loop of so many channels of all roles and places. */
const loopOf = (count: number): LoopView => ({
  ...soyuzLoop,
  channels: Array.from({ length: count }, (_, i) => ({
    ...{ id: `c${i}`, name: `Sensor number ${i}`, unit: "kPa" as const },
    role: channelRoles[(i * 5) % channelRoles.length] ?? "other",
    position: positions[(i * 3) % positions.length] ?? null,
  })),
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe("where a sensor sits", () => {
  test.each<[string, Slot | null]>([
    ["accumulator", "accumulator"],
    ["Expansion vessel 2", "accumulator"],
    ["pump-outlet", "pump-outlet"],
    ["discharge", "pump-outlet"],
    ["suction header", "pump-inlet"],
    ["pump inlet", "pump-inlet"],
    ["pump", "pump"],
    ["radiator-inlet", "sink-inlet"],
    ["dry cooler out", "sink-outlet"],
    ["cold plate 3 inlet", "load-inlet"],
    ["supply", "load-inlet"],
    ["return", "load-outlet"],
    ["make-up tank", "make-up"],
    ["bay 3", null],
    ["", null],
  ])("%s is %s", (position, slot) => {
    expect(toPlace(position, soyuzLoop)).toBe(slot);
  });

  test("an exchanger takes heat in beside a radiator and gives it off beside racks", () => {
    expect(toPlace("exchanger inlet", soyuzLoop)).toBe("load-inlet");
    expect(toPlace("exchanger inlet", hallLoop)).toBe("sink-inlet");
    expect(toMachines(hallLoop)).toEqual({ load: "Racks", sink: "Heat rejection" });
    expect(toMachines(richLoop)).toEqual({ load: "Exchanger", sink: "Tower" });
  });

  test("is known by the role where the owner says nothing, and unknown where he says something else", () => {
    const flow: ChannelView = { id: "f", name: "F", role: "flow", unit: "L/min", position: null };
    expect(toSlot(flow, soyuzLoop)).toBe("pump-outlet");
    expect(toSlot({ ...flow, position: "bay 3" }, soyuzLoop)).toBeNull();
    expect(toSlot({ ...flow, role: "pressure" }, soyuzLoop)).toBeNull();
    expect(toSlot({ ...flow, role: "wetness", position: "racks" }, hallLoop)).toBeNull();
  });
});

describe("a plan", () => {
  test.each(gallery.map((loop) => [loop.id, loop] as const))(
    "of %s has every channel exactly once",
    (_id, loop) => {
      const plan = planMimic(loop);
      const columns = [...plan.cards.flatMap(({ rows }) => rows), ...plan.elsewhere].map(
        ({ column }) => column,
      );
      expect(columns.sort((a, b) => a - b)).toEqual([...loop.channels.keys()]);
    },
  );

  test("says the role where it is enough, and what tells sensors apart where it is not", () => {
    const labels = planMimic(hallLoop).cards.find(({ slot }) => slot === "accumulator")?.rows;
    expect(labels?.map(({ label }) => label)).toEqual(["Pressure A", "Pressure B", "Level", "Temperature"]);
  });

  test("of a loop of which little is known claims little", () => {
    expect(planMimic(smallestLoop)).toMatchObject({
      ...{ cards: [], isTankAssumed: true, hasMakeUp: false, isolable: null },
      elsewhere: [{ column: 0, label: "Pressure" }],
    });
    expect(planMimic(stationLoop).isTankAssumed).toBe(false);
  });

  test("knows the part that an isolation cuts off, in the order of the flow", () => {
    const isolable = ["radiator outlet", "radiator inlet", "bay 3"];
    expect(planMimic({ ...soyuzLoop, isolable }).isolable).toEqual(["sink-inlet", "sink-outlet"]);
    expect(planMimic({ ...soyuzLoop, isolable: ["bay 3"] }).isolable).toBeNull();
  });
});

describe("a layout", () => {
  test("of 2 to 30 channels has nothing over anything else, on a phone as on a wall", () => {
    const faults: string[] = [];
    for (const width of [320, 366, 639, 640, 760, 950, 1400, 1900])
      for (let count = 2; count <= 30; count++) {
        const layout = layoutMimic(planMimic(loopOf(count)), width);
        const boxes: Box[] = [
          ...layout.cards,
          layout.tank,
          ...(layout.feed ? [layout.feed] : []),
          ...layout.machines.map((one) => ({ ...one, x: one.x - one.width / 2, y: one.y - one.height / 2 })),
          ...(layout.strip?.rows ?? []).map((row) => ({ ...row, y: row.y - 11, height: 22 })),
        ];
        for (const [i, a] of boxes.entries()) {
          if (a.x < 0 || a.y < 0 || a.x + a.width > width || a.y + a.height > layout.height)
            faults.push(`${width} px, ${count} channels: ${i} is outside`);
          for (const [k, b] of boxes.slice(i + 1).entries())
            if (overlap(a, b)) faults.push(`${width} px, ${count} channels: ${i} is over ${i + 1 + k}`);
        }
      }
    expect(faults).toEqual([]);
  });

  test.each([366, 950])("at %i px has the places along the pipe in the order of the flow", (width) => {
    const layout = layoutMimic(planMimic(richLoop), width);
    const along = [...layout.stations]
      .filter(([slot]) => slot !== "pump")
      .map(([slot, point]) => ({ slot, at: distanceAlong(layout.ring, point) }))
      .sort((a, b) => a.at - b.at)
      .map(({ slot }) => slot);
    const flow = [
      "pump-outlet",
      "load-inlet",
      "load",
      "load-outlet",
      "sink-inlet",
      "sink",
      "sink-outlet",
      "pump-inlet",
    ];
    expect(along).toEqual(flow.filter((slot) => along.includes(slot as (typeof along)[number])));
  });

  test.each([366, 950])("at %i px cuts the isolable part off between two valves", (width) => {
    const { isolable, ring, stations } = layoutMimic(planMimic(soyuzLoop), width);
    const at = (slot: "sink-inlet" | "sink-outlet"): number =>
      distanceAlong(ring, stations.get(slot) ?? { x: 0, y: 0 });
    const valves = isolable?.valves.map((valve) => distanceAlong(ring, valve)) ?? [];
    expect(valves).toHaveLength(2);
    expect(valves[0]).toBeLessThan(at("sink-inlet"));
    expect(valves[1]).toBeGreaterThan(at("sink-outlet"));
  });

  test("without a known part has no valves", () => {
    expect(layoutMimic(planMimic(stationLoop), 900).isolable).toBeNull();
  });
});

describe("a pipe", () => {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];

  test("is followed round its corners and past its beginning", () => {
    expect(pointAlong(square, 15)).toEqual({ x: 10, y: 5, angle: 90 });
    expect(pointAlong(square, -5)).toEqual({ x: 0, y: 5, angle: -90 });
    expect(distanceAlong(square, { x: 10, y: 4 })).toBe(14);
    expect(pathAlong(square, 5, 15)).toBe("M5.0 0.0L10.0 0.0L10.0 5.0");
    expect(pathAlong(square, 35, 5)).toBe("M0.0 5.0L0.0 0.0L5.0 0.0");
  });
});

describe("the accumulator", () => {
  test("is as full as its sensor says, else as the inventory says, else nobody knows", () => {
    expect(toTankLevel(hallLoop, 52, 300)).toEqual({ share: 0.52, by: "measured" });
    expect(toTankLevel(hallLoop, Number.NaN, 295)).toEqual({ share: 5 / 30, by: "estimated" });
    expect(toTankLevel(richLoop, 30, Number.NaN)).toEqual({ share: 0.25, by: "measured" });
    expect(toTankLevel(soyuzLoop, Number.NaN, Number.NaN)).toBeNull();
    expect(levelColumn(soyuzLoop)).toBe(-1);
  });

  test("never overflows the picture", () => {
    expect(toTankShare(soyuzLoop, 1000)).toBe(1);
    expect(toTankShare(soyuzLoop, soyuzLoop.minimumInventoryL)).toBe(0);
  });
});

test("a value is written in its unit, a state in its word, nothing as a dash", () => {
  expect(toValueText(soyuzLoop, 0, 304.06)).toBe("304.1");
  expect(toValueText(hallLoop, 12, 1)).toBe("wet");
  expect(toValueText(soyuzLoop, 0, Number.NaN)).toBe("–");
  expect(toValueText(soyuzLoop, 99, 1)).toBe("–");
});
