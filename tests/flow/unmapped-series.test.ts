import { expect, onTestFinished, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { openHouse } from "../support/house-server.ts";
import { startSmtpPeer } from "../support/smtp-peer.ts";

const more = `
timetable: { digest: never }
series:
  - id: room
    name: Pump room
    unit: degC
    source: { measurement: room, tags: { host: a }, field: temp }
    limits: [{ above: 35, severity: warning, for: 5s, deadband: 1 }]
`;

const loops = `
  - id: water
    coolant: water
    chargeL: 100
    referencePressureKpa: 304
    accumulator: { volumeL: 10, gasL: 6 }
    channels:
      - { id: suction, name: Suction pressure, role: pressure, source: { field: p } }
      - { id: supply, name: Supply, role: temperature, source: { field: t } }
`;

async function open() {
  const mail = await startSmtpPeer();
  onTestFinished(() => mail.close());
  const house = await openHouse({ smtpUrl: mail.url, more, loops });
  const standing = () =>
    house.monitor.desk
      .hello()
      .alarms.filter(({ state, returnedMs }) => state !== "normal" && returnedMs === null);
  return { house, standing };
}

test("a limit on a series of no loop calls like any other, under the series' own name", async () => {
  const { house, standing } = await open();
  const send = async (temp: number, times: number) => {
    for (let s = 0; s < times; s++) {
      await house.sends(
        `room,host=a,rack=7 temp=${temp} ${house.clock.nowMs()}\nroom,host=b temp=99 ${house.clock.nowMs()}`,
      );
      await house.after(seconds(1));
    }
  };
  await send(30, 20);
  expect(standing()).toEqual([]);
  await send(36, 3);
  expect(standing()).toEqual([]);
  await send(36, 20);
  expect(standing()).toMatchObject([
    { loopId: "room", alarmClass: "limit", part: "room.high", severity: "warning", state: "unacknowledged" },
  ]);
  expect(standing()[0]!.headline).toContain("Pump room");
  await house.mailed();
  expect(await house.get("/api/v1/series?unmapped")).toMatchObject({
    series: [
      {
        measurement: "room",
        tags: { host: "a", rack: "7" },
        field: "temp",
        value: 36,
        watchedAs: "Pump room",
      },
      { measurement: "room", tags: { host: "b" }, field: "temp", value: 99, watchedAs: null },
    ],
    leftOut: 0,
  });
  expect(await house.get("/api/v1/series")).toMatchObject({
    channels: [
      {
        loopId: "water",
        channelId: "suction",
        measurement: "coolant_loop",
        tags: { loop: "water" },
        field: "p",
      },
      { loopId: "water", channelId: "supply", field: "t" },
    ],
  });
  await send(30, 20);
  expect(standing()).toEqual([]);
}, 60_000);

test("a loop that begins with psi for kPa and kelvin for Celsius is a caution that says so", async () => {
  const { house, standing } = await open();
  const from = house.clock.nowMs();
  const lines = (p: number, t: number, fromMs: number) =>
    Array.from({ length: 130 }, (_, s) => `coolant_loop,loop=water p=${p},t=${t} ${fromMs + 1000 * s}`).join(
      "\n",
    );
  await house.sends(lines(44.1, 293.15, from));
  const [alarm] = standing().filter(({ alarmClass }) => alarmClass === "house");
  expect(alarm).toMatchObject({
    ...{ loopId: "water", part: "units", severity: "caution", verdict: "units in doubt" },
    headline: "Check the units of Suction pressure, Supply",
  });
  expect(alarm!.evidence.map(({ text }) => text)).toEqual([
    "Suction pressure reads 44.1 and looks like psi, configured as kPa: that would be 304 kPa; near the reference pressure.",
    "Supply reads 293 and looks like kelvin, configured as °C: that would be 20.0 °C; no coolant is so hot and liquid.",
  ]);
  await house.after(minutes(1));
}, 60_000);

test("a loop that begins as it was configured hears nothing of units", async () => {
  const { house, standing } = await open();
  const from = house.clock.nowMs();
  await house.sends(
    Array.from({ length: 130 }, (_, s) => `coolant_loop,loop=water p=304,t=20 ${from + 1000 * s}`).join("\n"),
  );
  expect(standing().filter(({ part }) => part === "units")).toEqual([]);
}, 60_000);
