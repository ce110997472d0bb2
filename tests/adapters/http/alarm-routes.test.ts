import { describe, expect, test } from "vitest";
import type { HeldAlarm } from "../../../protocol/alarm.ts";
import type { IncidentView, LedgerLeak, LoopProof } from "../../../protocol/incident.ts";
import type { NoticeView } from "../../../protocol/notice.ts";
import { hours } from "../../../protocol/time.ts";
import { quietFigures } from "../../support/builders.ts";
import { fakeStartMs } from "../../support/fake-clock.ts";
import { longestShelfMs, openSmallHouse, type SmallHouse } from "../../support/small-house.ts";
import { leakAlarm } from "../../support/test-desk.ts";

const get = async (house: SmallHouse, path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${house.url}/api/v1${path}`);
  return { status: response.status, body: await response.json() };
};

const post = async (
  house: SmallHouse,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${house.url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

const over = { ...leakAlarm, id: "loop-1.leak.0", state: "normal" as const };

async function houseWithAlarm(): Promise<SmallHouse> {
  const house = await openSmallHouse();
  house.desk.say({ alarms: [leakAlarm, over] });
  return house;
}

describe("alarms", () => {
  test("are those that stand when nothing is asked", async () => {
    const house = await houseWithAlarm();
    expect(await get(house, "/alarms")).toEqual({ status: 200, body: [leakAlarm] });
    expect(house.desk.questions).toEqual([]);
  });

  test("of the past are found by what is asked", async () => {
    const house = await houseWithAlarm();
    const query =
      "state=normal&from=1&to=1970-01-02&loop=loop-1&severity=warning&class=leak&text=cool%20ant&limit=1";
    expect((await get(house, `/alarms?${query}`)).body).toEqual([leakAlarm]);
    expect(house.desk.questions).toEqual([
      {
        state: "normal",
        fromMs: 1,
        toMs: 86_400_000,
        loopId: "loop-1",
        severity: "warning",
        alarmClass: "leak",
        text: "cool ant",
        limit: 1,
      },
    ]);
  });

  test("of an odd question are refused with a sentence", async () => {
    const house = await houseWithAlarm();
    expect(await get(house, "/alarms?limit=many")).toMatchObject({
      status: 400,
      body: { code: "invalid", message: "limit is a whole number from 1 to 1000." },
    });
  });

  test("are each given, also when they are over, and one that never was is not found", async () => {
    const house = await houseWithAlarm();
    house.desk.keep({ past: [{ ...over, id: "loop-1.leak.long-ago" }] });
    expect((await get(house, "/alarms/loop-1.leak.1")).body).toEqual(leakAlarm);
    expect(await get(house, "/alarms/loop-1.leak.long-ago")).toMatchObject({ status: 200 });
    expect(await get(house, "/alarms/loop-1.leak.2")).toMatchObject({
      status: 404,
      body: { code: "not found", message: "There is no such alarm." },
    });
  });
});

describe("an act", () => {
  const seen = { version: 1, by: " Ada ", comment: "on it" };
  const onAlarm = { occurrenceId: leakAlarm.id, version: 1, by: "Ada", comment: "on it" };

  test.each([
    ["acknowledge", {}],
    ["silence", {}],
    ["reset", {}],
    ["comment", {}],
    ["assign", { to: "Grace" }],
    ["shelve", { forMs: hours(1) }],
  ])("has an address of its own: %s", async (kind, fields) => {
    const house = await houseWithAlarm();
    const answer = await post(house, `/alarms/${leakAlarm.id}/${kind}`, { ...seen, ...fields });
    expect(answer).toEqual({ status: 200, body: { ok: true } });
    expect(house.desk.acts).toEqual([{ kind, ...onAlarm, ...fields }]);
  });

  test("of any kind is taken at one address", async () => {
    const house = await houseWithAlarm();
    const act = {
      kind: "take out of service",
      key: { loopId: "loop-1", alarmClass: "sensor", part: null },
      version: 0,
      by: "Ada",
      comment: "is being changed",
    };
    expect(await post(house, "/acts", act)).toEqual({ status: 200, body: { ok: true } });
    expect(house.desk.acts).toEqual([act]);
  });

  test("in its address wins over another kind or alarm in its body", async () => {
    const house = await houseWithAlarm();
    await post(house, `/alarms/${leakAlarm.id}/silence`, { ...seen, kind: "acknowledge", occurrenceId: "x" });
    expect(house.desk.acts).toEqual([{ kind: "silence", ...onAlarm }]);
  });

  test("on a version that is no longer true is 409 with what has changed", async () => {
    const house = await houseWithAlarm();
    const reason =
      "The alarm has changed since it was shown: it is emergency, not acknowledged. Look at it again.";
    house.desk.answers({ ok: false, reason });
    for (const path of [`/alarms/${leakAlarm.id}/acknowledge`, "/acts"])
      expect(await post(house, path, { kind: "acknowledge", ...onAlarm })).toMatchObject({
        status: 409,
        body: { code: "refused", message: reason },
      });
  });

  test.each<[string, string, unknown, string]>([
    ["of nobody", "acknowledge", { ...seen, by: " " }, "Say who you are."],
    ["of nonsense", "acknowledge", ["x"], "The version of the alarm is missing."],
    ["that comments nothing", "comment", { ...seen, comment: "" }, "Write what you want to say."],
    [
      "that shelves for too long",
      "shelve",
      { ...seen, forMs: longestShelfMs + 1 },
      "An alarm can be shelved for at most 24 h.",
    ],
  ])("%s is refused, and the desk is not asked", async (_name, kind, body, message) => {
    const house = await houseWithAlarm();
    expect(await post(house, `/alarms/${leakAlarm.id}/${kind}`, body)).toMatchObject({
      status: 400,
      body: { message },
    });
    expect(house.desk.acts).toEqual([]);
  });

  test("of an unknown kind has no address", async () => {
    const house = await houseWithAlarm();
    expect(await post(house, `/alarms/${leakAlarm.id}/delete`, seen)).toMatchObject({ status: 404 });
  });

  test("on an alarm that never was is not found", async () => {
    const house = await houseWithAlarm();
    expect(await post(house, "/alarms/loop-1.leak.2/acknowledge", seen)).toMatchObject({
      status: 404,
      body: { message: "There is no such alarm." },
    });
  });

  test("of another site's page is turned away", async () => {
    const house = await houseWithAlarm();
    const from = { origin: "https://evil.example.org" };
    const answer = await post(house, `/alarms/${leakAlarm.id}/acknowledge`, seen, from);
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(await post(house, "/acts", { kind: "acknowledge", ...onAlarm }, from)).toMatchObject({
      status: 403,
    });
    expect(house.desk.acts).toEqual([]);
  });

  test("is not done by looking", async () => {
    const house = await houseWithAlarm();
    expect(await get(house, `/alarms/${leakAlarm.id}/acknowledge?by=Ada&version=1`)).toMatchObject({
      status: 404,
    });
    expect(house.desk.acts).toEqual([]);
  });
});

describe("what stands around the alarms", () => {
  const held: HeldAlarm = {
    loopId: "loop-1",
    alarmClass: "sensor",
    part: null,
    version: 2,
    occurrenceId: null,
    holds: [{ kind: "out of service", act: { by: "Ada", atMs: 1, comment: "is being changed" } }],
  };
  const incident: IncidentView = {
    id: leakAlarm.incidentId,
    loopId: "loop-1",
    causeId: leakAlarm.id,
    title: leakAlarm.headline,
    severity: "warning",
    openedMs: 1,
    closedMs: null,
    members: [],
    timeline: [],
  };
  const proof: LoopProof = {
    loopId: "loop-1",
    outcome: { kind: "found", afterMs: 60_000 },
    leakKgPerH: 1,
    atMs: 5,
    lastFoundMs: 5,
  };
  const notice: NoticeView = {
    id: "n",
    incidentId: incident.id,
    occurrenceId: leakAlarm.id,
    channel: "mail",
    to: "ada@example.org",
    person: "Ada",
    subject: "WARNING",
    reason: "first",
    createdMs: 1,
    state: { kind: "queued" },
    insteadOf: null,
  };
  const counts = { unacknowledged: 1, acknowledged: 0, returned: 0, held: 1, worst: "warning" as const };

  test("is told to programs as to pages", async () => {
    const house = await openSmallHouse();
    house.desk.say({ held: [held], incidents: [incident], proofs: [proof], notices: [notice], counts });
    expect((await get(house, "/held")).body).toEqual([held]);
    expect((await get(house, "/incidents")).body).toEqual([incident]);
    expect((await get(house, "/proofs")).body).toEqual([proof]);
    expect((await get(house, "/outbox")).body).toEqual([notice]);
    expect((await get(house, "/notices")).body).toEqual([notice]);
    expect((await get(house, "/notices?state=queued&limit=1")).body).toEqual([notice]);
    expect((await get(house, "/notices?state=given%20up")).body).toEqual([]);
    expect((await get(house, "/counts")).body).toEqual(counts);
    expect((await get(house, `/incidents/${incident.id}`)).body).toEqual(incident);
    expect(await get(house, "/incidents/incident.x")).toMatchObject({
      status: 404,
      body: { message: "There is no such incident." },
    });
  });

  test("ledger: of all loops or of one", async () => {
    const house = await openSmallHouse();
    const leak: LedgerLeak = { id: leakAlarm.id, loopId: "loop-1", state: "open", entries: [], rates: [] };
    const other: LedgerLeak = { ...leak, id: "loop-2.leak.1", loopId: "loop-2" };
    house.desk.keep({ ledger: [leak, other] });
    expect((await get(house, "/ledger")).body).toEqual([leak, other]);
    expect((await get(house, "/ledger?loop=loop-2")).body).toEqual([other]);
    expect(await get(house, "/ledger?loop=../x")).toMatchObject({ status: 400 });
  });

  test("figures: of the last day, or of the time that is asked", async () => {
    const house = await openSmallHouse({ clock: { nowMs: () => fakeStartMs } });
    const dayBefore = fakeStartMs - hours(24);
    expect((await get(house, "/figures")).body).toEqual(quietFigures(dayBefore, fakeStartMs));
    expect((await get(house, "/figures?from=5&to=9")).body).toEqual(quietFigures(5, 9));
    expect(house.desk.questions).toEqual([
      { fromMs: dayBefore, toMs: fakeStartMs },
      { fromMs: 5, toMs: 9 },
    ]);
    expect(await get(house, "/figures?from=0")).toMatchObject({
      status: 400,
      body: { message: "Figures are told of at most 92 days at once." },
    });
  });
});
