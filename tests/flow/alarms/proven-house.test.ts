import { expect, test } from "vitest";
import { hours, minutes } from "../../../protocol/time.ts";
import { openPlantHouse, type PlantHouse } from "../../support/house-plant.ts";

// The fake clock begins at midnight: half an hour later the first proof is tried, then one at each shift's beginning.
const shifts = 'timetable: { digest: never, shifts: ["01:20", "02:20"], handoverTo: [ben] }\n';

/** The puncture of that night is still hours away; in its sun the temperatures hardly move. */
const calm = { plays: "S01", eventAfterMs: hours(5), more: shifts };

const proofAlarmOf = ({ page }: PlantHouse) =>
  [...page.alarms.values()].find(({ alarmClass, part }) => alarmClass === "house" && part === "proof");

test("detection on a healthy loop is proven, on the page and in the hand-over, and nobody is called", async () => {
  const house = await openPlantHouse(calm);
  await house.after(minutes(29));
  expect(house.page.proofs()).toEqual([]);
  await house.after(minutes(2));
  const [proof] = house.page.proofs();
  expect(proof).toMatchObject({ loopId: "ms-22", outcome: { kind: "found" } });
  expect(proof!.leakKgPerH).toBeGreaterThan(0);
  await house.after(minutes(51));
  const [again] = house.page.proofs();
  expect(again!.lastFoundMs! - proof!.lastFoundMs!).toBeGreaterThan(minutes(45));
  expect(house.page.events).toEqual([]);
  expect(house.mail.mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/hand-over/i)]);
  expect(house.mail.mails[0]!.text).toMatch(/proven/);
});

test("frozen pressures are an alarm of the house once a proof fails", async () => {
  const house = await openPlantHouse(calm);
  await house.after(minutes(32));
  const foundMs = house.page.proofs()[0]!.lastFoundMs;
  house.plant.freezes(["accumulator_pressure_kpa", "pump_out_pressure_kpa"]);
  await house.after(minutes(50));
  expect(house.page.proofs()).toMatchObject([{ outcome: { kind: "missed" }, lastFoundMs: foundMs }]);
  const alarm = proofAlarmOf(house)!;
  expect(alarm).toMatchObject({ loopId: "ms-22", severity: "warning", state: "unacknowledged" });
  expect(alarm.headline).toMatch(/^A synthetic leak of [0-9.]+ kg\/h was not found within /);
  const mails = house.mail.mails.map(({ subject }) => subject);
  expect(mails).toContainEqual(expect.stringMatching(/^WARNING ms-22: A synthetic leak of /));
  // What stands still is no leak.
  expect(house.page.standing("leak")).toEqual([]);
});
