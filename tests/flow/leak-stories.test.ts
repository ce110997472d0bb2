import { expect, onTestFinished, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { beginStory, type Story } from "../support/story.ts";

async function story(options: { readonly seed?: number } = {}): Promise<Story> {
  const begun = await beginStory(options);
  onTestFinished(() => begun.ends());
  return begun;
}

test("a healthy loop is left in peace, a puncture is called within a minute and mailed once", async () => {
  const { plant, after, page, mailbox } = await story();
  await after(minutes(30));
  expect(mailbox.subjects()).toEqual([]);
  expect(page.alarms.size).toBe(0);
  expect(page.rows()).toBeGreaterThan(1000);

  plant.leaks(0.8);
  await after(minutes(1));
  const alarm = page.alarm("ms-22");
  expect(alarm).toMatchObject({ state: "unacknowledged", severity: "emergency", verdict: "leak" });
  expect(alarm.leakKgPerH).toBeGreaterThan(0.7 * plant.truth.leakKgPerS * 3600);
  expect(alarm.leakKgPerH).toBeLessThan(1.3 * plant.truth.leakKgPerS * 3600);
  expect(mailbox.subjects()).toEqual([expect.stringMatching(/^EMERGENCY ms-22: leak [0-9.]+ kg\/h \+\/- /)]);

  await after(minutes(3));
  expect(mailbox.subjects()).toHaveLength(1);
});

test("the mail says what moved, what agrees, what else it could be, how fast and how long", async () => {
  const { plant, after, mailbox } = await story({ seed: 2 });
  plant.leaks(0.8);
  await after(minutes(1));
  const { text, html } = await mailbox.newest();
  expect(text).toMatch(/Accumulator pressure went from .* kPa to .* kPa/);
  expect(text).toMatch(/loss of gas from the accumulator would look the same/);
  expect(text).toMatch(/kg\/h/);
  expect(text).toMatch(/\d+ min/);
  expect(text).toContain("http://127.0.0.1:8420/#/loop/ms-22");
  expect(html).toContain("Accumulator pressure went from");
});

test("a slow leak is mailed, acknowledged by a named person, and mailed again when little time is left", async () => {
  const { plant, after, page, mailbox, acknowledges } = await story();
  plant.leaks(0.3);
  await after(minutes(5));
  expect(page.alarm("ms-22").severity).toBe("warning");
  const first = page.alarm("ms-22").id;
  expect(acknowledges("Ada", "ms-22")).toEqual({ ok: true });
  expect(page.alarm("ms-22")).toMatchObject({ state: "acknowledged", acknowledgement: { by: "Ada" } });

  await after(minutes(40));
  const worse = page.alarm("ms-22");
  expect(worse).toMatchObject({ state: "unacknowledged", severity: "emergency", previousId: first });
  const subjects = mailbox.subjects();
  expect(subjects.filter((subject) => subject.startsWith("WARNING"))).toHaveLength(1);
  expect(subjects.filter((subject) => subject.startsWith("EMERGENCY ms-22: was WARNING"))).toHaveLength(1);
});

test("pressure that moves with temperature alone calls nobody", async () => {
  const { plant, after, page, mailbox } = await story();
  const before = plant.truth.pressureKpa;
  plant.plays("thermal-transient");
  await after(minutes(50));
  expect(Math.abs(plant.truth.pressureKpa / before - 1)).toBeGreaterThan(0.05);
  await after(minutes(130));
  expect(page.alarms.size).toBe(0);
  expect(mailbox.subjects()).toEqual([]);
});

test("silence neither ends an alarm nor stops its forecast, and is itself shown", async () => {
  const { plant, after, page, mailbox } = await story();
  plant.leaks(0.3);
  await after(minutes(5));
  plant.falls("silent");
  await after(minutes(1));
  const known = page.estimates.get("ms-22");
  await after(minutes(10));
  expect(page.signals.get("ms-22")?.silent).toBe(true);
  expect(page.alarm("ms-22")).toMatchObject({ state: "unacknowledged", severity: "warning" });
  const forecast = page.estimates.get("ms-22");
  expect(forecast?.inventoryL).toBeLessThan(known?.inventoryL ?? 0);
  expect(forecast?.timeLeft?.p50Ms).toBe((known?.timeLeft?.p50Ms ?? 0) - minutes(10));
  expect(forecast?.leakSdKgPerH).toBeGreaterThan(known?.leakSdKgPerH ?? 0);
  // That nothing is heard joins the incident: news to those who were called, and no second call.
  expect(page.alarm("ms-22").blindSinceMs).not.toBeNull();
  expect(page.alarm("ms-22", "sensing").incidentId).toBe(page.alarm("ms-22").incidentId);
  const subjects = mailbox.subjects();
  expect(subjects.filter((subject) => !subject.startsWith("Re: "))).toHaveLength(1);
  expect(subjects).toHaveLength(2);

  plant.speaks();
  await after(seconds(30));
  expect(page.signals.get("ms-22")?.silent).toBe(false);
  expect(page.alarm("ms-22")).toMatchObject({ state: "unacknowledged", blindSinceMs: null });
});

test("a restart in the middle of a leak does not take the leak for health: it is followed on, and still escalates", async () => {
  const { plant, after, page, mailbox, acknowledges, restarts } = await story();
  plant.leaks(0.3);
  await after(minutes(5));
  expect(acknowledges("Ada", "ms-22")).toEqual({ ok: true });

  await restarts();
  await after(minutes(2));
  const estimate = page.estimates.get("ms-22");
  expect(estimate?.detection.kind).toBe("leaking");
  expect(Math.abs((estimate?.leakKgPerH ?? 0) - plant.truth.leakKgPerS * 3600)).toBeLessThan(
    2 * (estimate?.leakSdKgPerH ?? 0),
  );
  expect(page.alarm("ms-22")).toMatchObject({ state: "acknowledged", severity: "warning" });

  await after(minutes(40));
  expect(page.alarm("ms-22")).toMatchObject({ state: "unacknowledged", severity: "emergency" });
  expect(mailbox.subjects().filter((subject) => subject.includes("EMERGENCY"))).toHaveLength(1);
});

test("a healthy loop is watched again at once after a restart", async () => {
  const { after, page, restarts } = await story();
  await after(minutes(5));
  await restarts();
  await after(seconds(20));
  expect(page.estimates.get("ms-22")?.detection.kind).toBe("watching");
});

test("a stuck sensor does not hide a leak that the other one sees", async () => {
  const { plant, after, page } = await story();
  plant.freezes("pump_out_pressure_kpa");
  await after(minutes(3));
  plant.leaks(0.8);
  await after(minutes(4));
  const alarm = page.alarm("ms-22");
  expect(alarm).toMatchObject({ verdict: "leak", severity: "warning" });
});

test("an alarm and its acknowledgement outlive the server, and nobody is called twice", async () => {
  const { plant, after, page, mailbox, acknowledges, restarts, monitor } = await story();
  plant.leaks(0.8);
  await after(minutes(1));
  expect(acknowledges("Ada", "ms-22")).toEqual({ ok: true });
  await after(seconds(10));
  const mails = mailbox.subjects().length;
  const alarms = monitor.desk.hello().alarms;

  await restarts();
  await after(minutes(2));
  expect(mailbox.subjects()).toHaveLength(mails);
  expect(page.alarm("ms-22").state).toBe("acknowledged");
  expect(alarms[0]).toMatchObject({ state: "acknowledged" });
});
