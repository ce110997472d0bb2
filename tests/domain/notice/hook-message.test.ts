import { describe, expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { toHookMessage } from "../../../server/domain/notice/hook-message.ts";
import type { Letter } from "../../../server/domain/notice/letter.ts";
import { toView } from "../../support/state-samples.ts";
import { call, leak, openedMs, toSources } from "./hook-samples.ts";

const own = (letter: Letter, alarms?: readonly AlarmView[]) =>
  JSON.parse(toHookMessage(letter, toSources("loopwatch", alarms), "ops").body);
const theirs = (letter: Letter, alarms?: readonly AlarmView[]) =>
  JSON.parse(toHookMessage(letter, toSources("alertmanager", alarms), "ops").body);
const ack = `https://loops.example.org/ack/ada-${leak.id}`;
const page = `https://loops.example.org/#/alarms/${leak.id}`;

const bundle: Letter = {
  ...call,
  id: "bundle.ada.1671065172.1",
  form: "bundle",
  items: [
    ...call.items,
    { incidentId: "incident.b", occurrenceId: "b.limit.suction.low.1", reason: { kind: "first" } },
  ],
};
const low = toView("b.limit.suction.low.1", {
  loopId: "b",
  alarmClass: "limit",
  part: "suction.low",
  severity: "caution",
  verdict: "limit passed",
  incidentId: "incident.b",
  openedMs,
});

describe("a message to a webhook", () => {
  test("has an id that is the same each time, without full stops, and that no other letter has", () => {
    const sources = toSources("loopwatch");
    const { hook, id } = toHookMessage(call, sources, "ops");
    expect([hook, id]).toEqual(["ops", "incident~ms-22~leak~1671065172~ada~1~hook"]);
    expect(toHookMessage(call, sources, "ops").id).toBe(id);
    expect(
      toHookMessage({ ...call, id: "incident.ms-22.leak.1671065172.ada.2" }, sources, "ops").id,
    ).not.toBe(id);
  });
});

describe("our own shape", () => {
  test("says who is called, why, what is known and where to act", () => {
    expect(own(call)).toEqual({
      version: 1,
      id: `${call.id}.hook`,
      subject: expect.stringMatching(/^WARNING ms-22: /),
      reason: expect.stringMatching(/opened/),
      urgent: true,
      atMs: call.atMs,
      person: { id: "ada", name: "Ada Lovelace" },
      letter: {
        version: 1,
        letterId: call.id,
        form: "call",
        severity: "warning",
        atMs: call.atMs,
        reasons: [{ occurrenceId: leak.id, reason: { kind: "first" } }],
        alarms: [leak],
        incident: expect.objectContaining({ id: leak.incidentId, title: "Coolant leak" }),
        flood: null,
      },
      links: [{ occurrenceId: leak.id, pageUrl: page, ackUrl: ack }],
      unlisted: 0,
      insteadOf: null,
    });
  });

  test("has no link that acknowledges what is acknowledged", () => {
    const acknowledged = { ...leak, state: "acknowledged" as const };
    expect(own(call, [acknowledged]).links[0].ackUrl).toBeNull();
  });

  test("lists forty alarms of a flood and says how many more there are", () => {
    const alarms = Array.from({ length: 60 }, (_, n) => toView(`l${n}.leak.1`, { loopId: `l${n}` }));
    const items = alarms.map(({ id, incidentId }) => ({
      occurrenceId: id,
      incidentId,
      reason: { kind: "first" } as const,
    }));
    const flood = { sinceMs: openedMs, count: 10_000, loops: 900, worst: "warning" as const };
    const body = own({ ...call, form: "flood", items, flood }, alarms);
    expect([body.letter.alarms.length, body.links.length, body.unlisted]).toEqual([40, 40, 9960]);
    expect(body.letter.flood).toEqual(flood);
  });

  test("still says why when nothing is known of the alarm any more", () => {
    expect(own(call, [])).toMatchObject({ letter: { alarms: [], incident: null }, links: [], unlisted: 1 });
  });
});

describe("Alertmanager's shape", () => {
  test("is one alert a leak, grouped by its incident", () => {
    const labels = {
      alertname: "LoopwatchAlarm",
      loop: "ms-22",
      class: "leak",
      severity: "warning",
      incident: leak.incidentId,
    };
    expect(theirs(call)).toEqual({
      version: "4",
      groupKey: `{}:{incident="${leak.incidentId}"}`,
      truncatedAlerts: 0,
      status: "firing",
      receiver: "ops",
      groupLabels: { incident: leak.incidentId },
      commonLabels: labels,
      commonAnnotations: expect.objectContaining({ occurrence: leak.id }),
      externalURL: "https://loops.example.org",
      alerts: [
        {
          status: "firing",
          labels,
          annotations: {
            summary: "WARNING ms-22: Coolant is leaving the loop",
            description:
              "Leak rate 22.8 ± 1.2 kg/h. Time left 9 min (90 %: 8 min to 11 min).\n+ Both pressure sensors fall together.",
            reason: expect.stringMatching(/opened/),
            verdict: "leak",
            state: "not acknowledged",
            occurrence: leak.id,
            acknowledge_url: ack,
          },
          startsAt: "2022-12-15T00:46:12Z",
          endsAt: "0001-01-01T00:00:00Z",
          generatorURL: page,
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
    });
  });

  test.each<{ readonly state: AlarmView["state"]; readonly status: string }>([
    { state: "unacknowledged", status: "firing" },
    { state: "acknowledged", status: "firing" },
    { state: "latched unacknowledged", status: "firing" },
    { state: "latched", status: "firing" },
    { state: "returned unacknowledged", status: "resolved" },
    { state: "normal", status: "resolved" },
  ])("an alarm that is $state is $status", ({ state, status }) => {
    const returnedMs = state.includes("acknowledged") && status === "firing" ? null : openedMs + 60_000;
    const body = theirs(call, [{ ...leak, state, returnedMs }]);
    expect([body.status, body.alerts[0].status]).toEqual([status, status]);
    expect(body.alerts[0].endsAt).toBe(status === "firing" ? "0001-01-01T00:00:00Z" : "2022-12-15T00:47:12Z");
  });

  test("an escalation stays the same alert; another limit of the same loop does not", () => {
    const fingerprint = (alarm: AlarmView): string =>
      theirs({ ...call, items: [{ ...call.items[0]!, occurrenceId: alarm.id }] }, [alarm]).alerts[0]
        .fingerprint;
    const worse = { ...leak, id: "ms-22.leak.1671069999", severity: "emergency" as const };
    expect(fingerprint(worse)).toBe(fingerprint(leak));
    const high = { ...low, id: "b.limit.suction.high.1", part: "suction.high" };
    expect(new Set([leak, low, high].map(fingerprint)).size).toBe(3);
  });

  test("several incidents have no group in common, and common is what all have", () => {
    const body = theirs(bundle, [leak, low]);
    expect(body.groupLabels).toEqual({});
    expect(body.groupKey).toBe(`{}:{notice="${bundle.id}.hook"}`);
    expect(body.commonLabels).toEqual({ alertname: "LoopwatchAlarm" });
    expect(body.alerts.map(({ labels }: { labels: object }) => labels)).toMatchObject([
      { loop: "ms-22", severity: "warning" },
      { loop: "b", class: "limit", part: "suction.low", severity: "caution" },
    ]);
  });

  test("one that is over and one that stands are together firing", () => {
    const over = { ...leak, state: "normal" as const, returnedMs: openedMs + 1 };
    const body = theirs(bundle, [over, low]);
    expect(body.status).toBe("firing");
    expect(body.alerts.map(({ status }: { status: string }) => status)).toEqual(["resolved", "firing"]);
  });

  test("is an alert also when nothing is known of the alarm any more", () => {
    expect(theirs(call, []).alerts).toMatchObject([
      { status: "firing", labels: { alertname: "LoopwatchNotice", severity: "warning" } },
    ]);
  });
});
