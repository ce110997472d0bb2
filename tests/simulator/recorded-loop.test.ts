import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findYear, parseIssFile } from "../../server/boundary/recording.ts";
import { toSimulatedStatistics } from "./recorded-loop-simulation.ts";
import {
  type ChannelReadings,
  type LoopStatistics,
  statisticNames,
  toLoopStatistics,
} from "./recorded-loop-statistics.ts";

/**
 * Folder with the telemetry of 12 October 2018 (`ID.txt` files), given by whoever runs the tests. The recording is not
 * part of the project, so without it these tests are not there at all.
 */
const folder = process.env["ISS_RECORDING"] ?? "";

const read = (id: string): ChannelReadings =>
  parseIssFile(id, readFileSync(join(folder, `${id}.txt`), "utf8"), findYear(folder) ?? Number.NaN);

/** The plants as shipped stand for May 2022. That day had another charge, flow and load, and radiators that stood still. */
const loops = [
  {
    loop: "A",
    recorded: { flow: "S1000001", pressure: "S1000002", temp: "S1000003" },
    plant: "eatcs-a",
    changes: { chargeKpa: 2322, flowLpm: 90.55, watts: 24_850, absorptance: 0.0334, wander: 0.018 },
  },
  {
    loop: "B",
    recorded: { flow: "P1000001", pressure: "P1000002", temp: "P1000003" },
    plant: "eatcs-b",
    changes: { chargeKpa: 2294, flowLpm: 112.74, watts: 29_700, absorptance: 0.033, wander: 0.014 },
  },
] as const;

/** Equipment that switches on and off moves the heat load by some per cent, within a quarter of an hour or so. */
const wanderS = 800;

const dayOf = ({ plant, changes }: (typeof loops)[number]): string => `
title: A day of October 2018
summary: The radiators stand still.
plant: ${plant}
changes:
  reference: { pressureKpa: ${changes.chargeKpa} }
  pump: { flowLpm: ${changes.flowLpm} }
  segments:
    - { name: cold-plates, heat: { watts: ${changes.watts} } }
    - { name: radiator, heat: { absorptance: ${changes.absorptance} } }
lengthS: 1d
eventDelayS: null
events:
  - { kind: load wander, sd: ${changes.wander}, tauS: ${wanderS}, atS: start, forS: null }
`;

/** How far a simulated statistic may be from the recorded one, as a share of it. */
const tolerance = 0.3;

describe.each(loops)("loop $loop, simulated as on the recorded day", (loop) => {
  let recorded: LoopStatistics;
  let simulated: LoopStatistics;

  beforeAll(() => {
    const { flow, pressure, temp } = loop.recorded;
    recorded = toLoopStatistics({ flow: read(flow), pressure: read(pressure), temp: read(temp) });
    simulated = toSimulatedStatistics(dayOf(loop), 24);
  });

  test.each(statisticNames)("has the recording's %s within three tenths", (name) => {
    expect(simulated[name] / recorded[name]).toBeGreaterThan(1 - tolerance);
    expect(simulated[name] / recorded[name]).toBeLessThan(1 + tolerance);
  });
});
