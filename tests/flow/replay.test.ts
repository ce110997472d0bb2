import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { ReplayStory, ReplayView } from "../../protocol/replay.ts";
import { type EpochMs, minutes } from "../../protocol/time.ts";
import { createOpenApi } from "../../server/adapters/http/openapi/document.ts";
import { openPlantHouse, type PlantHouse } from "../support/house-plant.ts";

/** What a replay cannot know: the incident is the journal's. */
const asReplayed = ({ incidentId: _incidentId, ...alarm }: AlarmView) => alarm;

async function ask(house: PlantHouse, method: string, path: string, body?: object): Promise<ReplayView> {
  const answer = await fetch(`${house.url}/api/v1/replays${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as ReplayView;
}

/** Asks as a page does, until the story is there. */
async function replay(house: PlantHouse, fromMs: EpochMs, toMs: EpochMs): Promise<ReplayStory> {
  let view = await ask(house, "POST", "", { loop: "ms-22", from: fromMs, to: toMs });
  while (view.state === "running") {
    await new Promise((resolve) => setImmediate(resolve));
    view = await ask(house, "GET", `/${view.id}`);
  }
  if (view.state === "failed") throw new Error(view.reason);
  return view.story;
}

test("what was annunciated live is annunciated by the replay of the same telemetry, word for word", async () => {
  const house = await openPlantHouse({ plays: "puncture" });
  const { plant, after, page, monitor, clock } = house;
  await after(minutes(12));
  await monitor.stored();
  const fromMs = plant.eventMs - minutes(5);
  // What was over before the stretch is none of it.
  const isIn = ({ id, alarmClass }: AlarmView): boolean =>
    alarmClass !== "sensing" && (page.alarms.get(id)?.returnedMs ?? fromMs) >= fromMs;
  const live = page.events.map(({ alarm }) => alarm).filter(isIn);
  expect(live.some(({ alarmClass, severity }) => alarmClass === "leak" && severity !== "advisory")).toBe(
    true,
  );

  const story = await replay(house, fromMs, clock.nowMs() + minutes(1));
  const replayed = story.events.map(({ alarm }) => JSON.stringify(asReplayed(alarm)));
  expect(new Set(story.events.map(({ alarm }) => alarm.id))).toEqual(new Set(live.map(({ id }) => id)));
  // Live tells once for each request what its samples made of an alarm; the replay has every step.
  let place = 0;
  for (const alarm of live) {
    const found = replayed.indexOf(JSON.stringify(asReplayed(alarm)), place);
    expect(found, alarm.headline).toBeGreaterThanOrEqual(place);
    place = found;
  }
  const calls = new Set(story.events.map(({ alarm: { id, severity } }) => `${id} ${severity}`));
  expect(calls).toEqual(new Set(live.map(({ id, severity }) => `${id} ${severity}`)));
  expect(story.told.map(({ id }) => id)).toEqual(expect.arrayContaining(live.map(({ id }) => id)));

  const { components } = createOpenApi("1.2.3");
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ["components"] });
  addFormats.default(ajv);
  const isAsDocumented = ajv.compile({ $ref: "#/components/schemas/ReplayStory", components });
  expect(isAsDocumented(story), JSON.stringify(isAsDocumented.errors)).toBe(true);

  // The curves are those of the stretch: the channels as stored, the inventory as judged.
  expect(story.bucketMs).toBe(1000);
  expect(story.rows.tMs[0]).toBe(fromMs);
  expect(story.rows.columns.at(-1)?.every((litres) => litres === null || litres > 0)).toBe(true);
  expect(story.estimates.at(-1)?.detection.kind).toBe("leaking");

  // Before the leak there is no word of it, and what stood then is what the journal knows.
  const calm = await replay(house, fromMs - minutes(30), fromMs);
  expect(calm.events.filter(({ alarm }) => alarm.alarmClass === "leak")).toEqual([]);
  const ids = new Set(calm.events.map(({ alarm }) => alarm.id));
  expect(ids).toEqual(new Set(calm.told.map(({ id }) => id)));
  expect(calm.estimates.every(({ detection }) => detection.kind !== "leaking")).toBe(true);
  expect(calm.rows.tMs.length).toBeGreaterThan(1000);
}, 120_000);
