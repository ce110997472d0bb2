import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { AlarmKey } from "../../../protocol/alarm.ts";
import { minutes, seconds } from "../../../protocol/time.ts";
import { mostAlarmsTold } from "../../../protocol/wire.ts";
import { createSqliteState } from "../../../server/adapters/sqlite/sqlite-state.ts";
import { createAlarmDesk } from "../../../server/app/alarm-desk.ts";
import { savedAlarmVersion } from "../../../server/app/alarm-state.ts";
import { toOverview } from "../../../server/app/desk.ts";
import { toAlarmRules } from "../../../server/domain/alarm/alarm-rules.ts";
import type { Letter } from "../../../server/domain/notice/letter.ts";
import { toFinding } from "../../support/builders.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { toHouseConfig } from "../../support/house-config.ts";
import { openHouse } from "../../support/house-server.ts";
import { createMemoryLog } from "../../support/memory-log.ts";
import { startSmtpPeer } from "../../support/smtp-peer.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

const people = `
mail: { from: loopwatch@example.org }
people:
  - { id: anna, name: Anna, mail: anna@example.org }
  - { id: ben, name: Ben, mail: ben@example.org }
routes: [{ name: all, tell: [anna, ben] }]
timetable: { digest: never }
`;

const fields = ["p", "t", "u", "f"] as const;

const toLoop = (id: string): string => {
  const channel = (field: string, more: string): string =>
    `{ id: ${field}, ${more}, source: { field: ${field} }, limits: [{ above: 50, severity: caution, deadband: 1 }] }`;
  return `
  - id: ${id}
    coolant: water
    chargeL: 100
    learning: 30d
    maxAge: 1h
    channels:
      - ${channel("p", "role: pressure")}
      - ${channel("t", "role: temperature")}
      - ${channel("u", "role: temperature")}
      - ${channel("f", "role: flow, unit: L/min")}`;
};

test("ten thousand alarms in a minute are all in the journal, the list and the table, and each person has one summary", async () => {
  const path = join(tempDirForTest(), "state.sqlite");
  const settings = { smtpUrl: "smtp://127.0.0.1:1", hookUrl: "http://127.0.0.1:1", people };
  const { notice: policy } = toHouseConfig(settings);
  const clock = createFakeClock();
  const letters: Letter[] = [];
  const heard = new Map<string, number>();
  const open = () => {
    const store = createSqliteState(path);
    const desk = createAlarmDesk({
      ...{ store, clock, policy, log: createMemoryLog(), saved: store.load(savedAlarmVersion) },
      feed: { alarm: (_seq, { id }) => void heard.set(id, (heard.get(id) ?? 0) + 1) },
      rulesOf: ({ alarmClass }) => toAlarmRules(alarmClass),
      writeLetter(letter) {
        letters.push(letter);
        return { notices: [], subject: "", person: letter.personId };
      },
      record: () => undefined,
      send: () => undefined,
    });
    return { store, desk };
  };
  const { store, desk } = open();
  const finding = toFinding({ verdict: "limit passed", leakKgPerH: null, timeLeft: null });
  for (let second = 0; second < 50; second++) {
    for (let i = 0; i < 200; i++) {
      const key: AlarmKey = {
        loopId: `loop-${second}-${i >> 2}`,
        alarmClass: "limit",
        part: `${fields[i & 3]}.high`,
      };
      desk.observe(key, { kind: "found", atMs: clock.nowMs(), finding });
    }
    desk.settle();
    await clock.advance(seconds(1));
  }
  expect(heard.size).toBe(10_000);
  expect(desk.state.standing.counts()).toMatchObject({ unacknowledged: 10_000 });
  expect(desk.state.standing.list()).toHaveLength(mostAlarmsTold);
  expect(JSON.stringify(toOverview(desk)).length).toBeLessThan(500_000);
  const floods = letters.filter(({ form }) => form === "flood");
  expect(floods.map(({ personId }) => personId)).toEqual(["anna", "ben"]);
  expect(letters.length).toBeLessThanOrEqual(8);
  const opened = [...store.journal()].filter(
    (entry) => entry.kind === "alarm" && entry.event.kind === "opened",
  );
  expect(opened).toHaveLength(10_000);
  expect(store.occurrences({ limit: 20_000 })).toHaveLength(10_000);
  const ids = new Set([...desk.state.standing.standing()].map(({ id }) => id));
  desk.stop();
  store.close();

  const again = open();
  onTestFinished(() => again.store.close());
  expect(new Set([...again.desk.state.standing.standing()].map(({ id }) => id))).toEqual(ids);
  await clock.advance(minutes(1));
  expect(letters.filter(({ form }) => form === "flood")).toHaveLength(2);
  again.desk.stop();
});

test("every limit of a site passed within a minute is a handful of mails, and the page hears each alarm", async () => {
  const mail = await startSmtpPeer();
  onTestFinished(() => mail.close());
  const count = 60;
  const names = Array.from({ length: count }, (_, i) => `loop-${i}`);
  const house = await openHouse({ smtpUrl: mail.url, people, loops: names.map(toLoop).join("") });
  const { clock } = house;
  const toLines = (name: string, value: number): string =>
    [20, 15, 10, 5, 0]
      .map((ago) => {
        const values = fields.map((field) => `${field}=${value + ago / 100}`).join(",");
        return `coolant_loop,loop=${name} ${values} ${clock.nowMs() - seconds(ago)}`;
      })
      .join("\n");
  await house.sends(names.map((name) => toLines(name, 48)).join("\n"));
  await house.after(seconds(30));
  for (const name of names) {
    await house.sends(toLines(name, 52));
    await house.after(seconds(1));
  }
  const { alarms, counts, flood } = house.monitor.desk.hello();
  expect(house.page.alarms.size).toBe(count * fields.length);
  expect(alarms).toHaveLength(count * fields.length);
  expect(counts).toMatchObject({ unacknowledged: count * fields.length });
  expect(flood).toMatchObject({ count: count * fields.length, loops: count, worst: "caution" });
  for (const to of ["anna@example.org", "ben@example.org"]) {
    const subjects = [...house.page.notices.values()]
      .filter((one) => one.to === to)
      .map(({ subject }) => subject);
    expect(subjects.length).toBeLessThanOrEqual(4);
    expect(subjects.filter((subject) => subject.includes("alarm flood"))).toHaveLength(1);
  }
  await house.mailed();
  expect(mail.mails).toHaveLength(house.page.notices.size);
});
