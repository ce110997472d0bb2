import { expect, onTestFinished, test } from "vitest";
import type { AlarmFigures } from "../../../protocol/incident.ts";
import type { Operation } from "../../../protocol/operation.ts";
import { days, type EpochMs, hours, minutes, seconds } from "../../../protocol/time.ts";
import type { OperatorAct } from "../../../protocol/wire.ts";
import { countFigures } from "../../support/house-figures.ts";
import { type House, openHouse } from "../../support/house-server.ts";
import { toLocalActor } from "../../support/local-actor.ts";
import { createNoise } from "../../support/noise.ts";
import { startSmtpPeer } from "../../support/smtp-peer.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";

// What the API and the digest say of the alarm system, against the rows of the journal, counted another way.

const loopIds = ["north", "south", "east"] as const;
const fields = ["p", "t", "q", "f"] as const;

const loops = loopIds
  .map(
    (id) => `
  - id: ${id}
    coolant: water
    chargeL: 100
    learning: 60d
    channels:
      - { id: p, role: pressure, maxAge: 5min, source: { field: p }, limits: [{ above: 50, severity: warning, deadband: 1 }] }
      - { id: t, role: temperature, maxAge: 5min, source: { field: t }, limits: [{ above: 50, severity: caution, deadband: 1 }] }
      - { id: q, role: temperature, maxAge: 5min, source: { field: q }, limits: [{ above: 50, severity: emergency, for: 3s, deadband: 1 }] }
      - { id: f, role: flow, unit: L/min, maxAge: 5min, source: { field: f }, limits: [{ above: 50, severity: advisory, clearFor: 20s, deadband: 1 }] }`,
  )
  .join("");

const people = `
mail: { to: [a@example.org] }
timetable: { digest: "02:00" }
`;

const operations: readonly Operation[] = ["maintenance", "isolation", "refill", "reopening"];

/** Random telemetry around every limit, and random acts, for as long as is said. */
async function live(house: House, noise: ReturnType<typeof createNoise>, span: number): Promise<void> {
  const { clock, monitor } = house;
  const pick = <T>(all: readonly T[]): T => all[Math.floor(noise.uniform() * all.length)]!;
  const isHigh = new Map<string, boolean>();
  const act = (): void => {
    const alarms = monitor.desk.hello().alarms.filter(({ state }) => state !== "normal");
    if (noise.uniform() < 0.02) {
      const loopId = pick(loopIds);
      monitor.desk.act(
        {
          kind: "operate",
          loopId,
          operation: pick(operations),
          atMs: null,
          by: "Ada",
          comment: "",
        },
        toLocalActor("Ada", "127.0.0.1"),
      );
    }
    if (alarms.length === 0) return;
    const { id, version, loopId, alarmClass, part } = pick(alarms);
    const said = { version, by: "Ada", comment: "random" };
    const on = { ...said, occurrenceId: id };
    const key = { loopId, alarmClass, part };
    const acts: readonly OperatorAct[] = [
      { ...on, kind: "acknowledge" },
      { ...on, kind: "acknowledge" },
      { ...on, kind: "silence" },
      { ...on, kind: "comment" },
      { ...on, kind: "reset" },
      { ...on, kind: "shelve", forMs: minutes(1 + noise.uniform() * 90) },
      { ...said, key, kind: "unshelve" },
      { ...said, key, kind: "take out of service" },
      { ...said, key, kind: "put back in service" },
      { ...said, key, kind: "put back in service" },
    ];
    // Refused or not: what is refused leaves no trace.
    monitor.desk.act(pick(acts), toLocalActor("Ada", "127.0.0.1"));
  };
  const send = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    const lines = loopIds.flatMap((loop) =>
      [nowMs - 2000, nowMs - 1000, nowMs].map((atMs) => {
        const values = fields.map((field) => {
          const high = isHigh.get(`${loop}.${field}`) === true;
          return `${field}=${((high ? 52 : 48) + 0.2 * noise.normal()).toFixed(3)}`;
        });
        return `coolant_loop,loop=${loop} ${values.join(",")} ${atMs}`;
      }),
    );
    await house.sends(lines.join("\n"));
  };
  // One that nobody ends.
  const untouched = "east.q";
  isHigh.set(untouched, true);
  for (const untilMs = clock.nowMs() + span; clock.nowMs() < untilMs; ) {
    const isBusy = noise.uniform() < 0.15;
    const stepMs = Math.round(seconds(3 + noise.uniform() * (isBusy ? 6 : 200)));
    for (let n = isBusy ? 6 : 1; n > 0; n--) {
      await house.after(noise.uniform() < 0.01 ? minutes(12) : stepMs, { whileMailsHang: true });
      for (const loop of loopIds)
        for (const field of fields)
          if (`${loop}.${field}` !== untouched && noise.uniform() < (isBusy ? 0.3 : 0.08))
            isHigh.set(`${loop}.${field}`, isHigh.get(`${loop}.${field}`) !== true);
      await send();
      if (noise.uniform() < 0.5) act();
    }
  }
}

test("the figures of the API and of the digest are those of the journal's rows, counted another way", async () => {
  const mail = await startSmtpPeer();
  onTestFinished(() => mail.close());
  const settings = { smtpUrl: mail.url, people, loops };
  const dir = tempDirForTest();
  const first = await openHouse(settings, { dir });
  const beganMs = first.clock.nowMs();
  const noise = createNoise(22);
  await live(first, noise, hours(4));
  await first.mailed();
  await first.stops();
  // Off for a day: what stood then has stood for more than a day, and the digest is caught up.
  const house = await openHouse(settings, { dir, startMs: beganMs + hours(30) });
  const { clock, statePath } = house;
  await live(house, noise, minutes(40));
  await house.mailed();

  const nowMs = clock.nowMs();
  const spans: readonly (readonly [EpochMs, EpochMs])[] = [
    [beganMs, nowMs],
    [nowMs - days(1), nowMs],
    ...Array.from({ length: 8 }, (): readonly [EpochMs, EpochMs] => {
      const fromMs = Math.round(beganMs + noise.uniform() * hours(2));
      return [fromMs, Math.round(fromMs + minutes(5) + noise.uniform() * hours(3))];
    }),
  ];
  for (const [fromMs, toMs] of spans) {
    const told = (await house.get(`/api/v1/figures?from=${fromMs}&to=${toMs}`)) as AlarmFigures;
    expect(told).toEqual(countFigures(statePath, fromMs, toMs));
  }
  const whole = countFigures(statePath, beganMs, nowMs);
  // A history in which nothing happens would prove nothing.
  expect(whole.annunciated).toBeGreaterThan(100);
  expect(whole.floods.count).toBeGreaterThan(1);
  expect(whole.chattering.length).toBeGreaterThan(0);
  expect(whole.fleeting).toBeGreaterThan(0);
  expect(whole.stale.length).toBeGreaterThan(0);
  expect(whole.timeToAcknowledgeMs!.longest).toBeGreaterThan(minutes(5));

  const notice = [...house.page.notices.values()].find(({ subject }) => /digest/i.test(subject))!;
  const digest = mail.mails.find(({ subject }) => subject === notice.subject)!;
  const dueMs = beganMs + days(1) + hours(2);
  const counted = countFigures(statePath, dueMs - days(1), notice.createdMs);
  expect(counted.annunciated).toBeGreaterThan(30);
  const text = digest.text!.replace(/\s+/g, " ");
  expect(text).toContain(` ${counted.annunciated} alarms called in `);
  expect(text).toContain(`most in ten minutes: ${counted.mostInTenMinutes} `);
  expect(text).toContain(counted.floods.count === 0 ? "no flood" : ` ${counted.floods.count} flood`);
  expect(text).toContain(`standing for more than a day: ${counted.stale.length} `);
  expect(text).toContain(counted.fleeting === 0 ? "none was fleeting" : `fleeting: ${counted.fleeting} `);
});
