import { expect, test } from "vitest";
import type { AlarmView } from "../../../protocol/alarm.ts";
import { next, openSocketHouse, type PageSocket } from "../../support/socket-house.ts";
import { leakAlarm } from "../../support/test-desk.ts";

const alarms = 10_000;

/** As long as alarms with much evidence are: together far more than the kernel keeps for a connection. */
const longAlarm = (seq: number): AlarmView => ({
  ...leakAlarm,
  id: `loop-1.leak.${seq}`,
  evidence: Array.from({ length: 20 }, () => ({ side: "for", text: "The pressure fell. ".repeat(10) })),
});

/** The bytes of the network, which the page's own program would not let a test hold up. */
function toWire(page: PageSocket): { pause(): unknown; resume(): unknown } {
  const { transport } = page.io.engine as unknown as {
    transport: { ws: { _socket: { pause(): unknown; resume(): unknown } } };
  };
  return transport.ws._socket;
}

test("10,000 alarms reach a page that reads, and one that does not is cut off and greeted afresh", async () => {
  const house = await openSocketHouse();
  const reader = house.page();
  const sleeper = house.page({ reconnection: true, reconnectionDelay: 1 });
  await Promise.all([next(reader, "hello"), next(sleeper, "hello")]);
  const heard: number[] = [];
  reader.on("alarm", ({ seq }) => void heard.push(seq));
  let slept = 0;
  sleeper.on("alarm", () => void slept++);
  const wire = toWire(sleeper);
  wire.pause();
  for (let seq = 1; seq <= alarms; seq++) house.feed.alarm(seq, longAlarm(seq));

  await expect.poll(() => house.feed.pages(), { timeout: 15_000 }).toBe(1);
  await expect.poll(() => heard.length, { timeout: 15_000 }).toBe(alarms);
  expect(heard).toEqual(Array.from({ length: alarms }, (_, i) => i + 1));
  const [warning] = house.log.entries.filter(({ level }) => level === "warn");
  expect(warning?.message).toBe(
    "A page does not keep up with the alarms and was cut off; it gets a snapshot when it is back.",
  );
  expect(warning?.detail["unread"]).toBeGreaterThan(2000);

  house.desk.say({ seq: alarms });
  const greeted = next(sleeper, "hello");
  wire.resume();
  expect((await greeted).seq).toBe(alarms);
  expect(slept).toBeLessThan(alarms);
  expect(house.feed.pages()).toBe(2);
});
