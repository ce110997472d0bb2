import { expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import type { Loop } from "../../server/domain/loop/loop.ts";
import { benchPressureKpa } from "../support/bench-plant.ts";
import { toLoop } from "../support/builders.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { createNoise } from "../support/noise.ts";
import { bear, type Life, noticesFor } from "../support/restarting-house.ts";

const t0 = fakeStartMs;
const leakS = 1500;
const bench = toLoop({ learningMs: minutes(20) });
const other: Loop = {
  ...bench,
  id: "other",
  name: "Other loop",
  channels: [bench.channels[0]!].map((channel) => ({
    ...channel,
    source: { ...channel.source, tags: { loop: "other" } },
  })),
};

const noise = createNoise(7);
const bodies = Array.from({ length: 240 }, (_, k) =>
  Array.from({ length: 10 }, (_, i) => {
    const s = 10 * k + i;
    const kpa = benchPressureKpa(Math.max(0, s - leakS) / 1000, 20) + 0.05 * noise.normal();
    return `bench,loop=bench p-acc=${kpa},p-out=${kpa + 150},t-in=${20 + 0.02 * noise.normal()} ${t0 + s * 1000}\n`;
  }).join(""),
);

async function play(life: Life, at: ReadonlyMap<number, () => Promise<void>> = new Map()): Promise<Life> {
  for (const [k, body] of bodies.entries()) {
    await at.get(k)?.();
    const answer = await life.monitor.ingest.accept(Buffer.from(body), "ms");
    expect(answer.kind).toBe("accepted");
    await life.clock.advance(seconds(10));
  }
  return life;
}

test("another configuration, taken while a leak stands and mails wait, loses and doubles nothing", {
  timeout: 60_000,
}, async () => {
  const whole = await play(await bear({ loops: [bench] }));
  const life = await bear({ loops: [bench] });
  const limited = {
    ...bench.channels[2]!,
    limits: [
      {
        name: "hot",
        kind: "above" as const,
        value: 90,
        severity: "caution" as const,
        deadband: 1,
        onDelayMs: 0,
        offDelayMs: 0,
        only: null,
      },
    ],
  };
  const withLimit: Loop = {
    ...bench,
    name: "Bench",
    channels: [bench.channels[0]!, bench.channels[1]!, limited],
  };
  life.mailer.answers("silent");
  await play(
    life,
    new Map([
      [20, () => life.monitor.take({ loops: [bench, other], notices: noticesFor("anna@example.org") })],
      [100, () => life.monitor.take({ loops: [withLimit, other], notices: noticesFor("anna@example.org") })],
      [200, () => life.monitor.take({ loops: [withLimit], notices: noticesFor("ben@example.org") })],
    ]),
  );
  const leakFacts = (of: Life) => of.facts().filter((fact) => "key" in fact && fact.key.loopId === "bench");
  expect(whole.facts().some((fact) => "event" in fact && fact.event.kind === "opened")).toBe(true);
  expect(leakFacts(life)).toEqual(leakFacts(whole));
  expect(life.monitor.desk.hello().loops.map(({ name }) => name)).toEqual(["Bench"]);
  life.mailer.answers("takes");
  await life.clock.advance(minutes(5));
  const calls = life.mailer.taken.map(({ to, subject }) => `${to} ${subject}`);
  expect(new Set(calls).size).toBe(calls.length);
  expect(calls.some((call) => call.startsWith("anna@example.org"))).toBe(true);
});

test("other physics make a loop learn anew, and say so; the other loops know what they knew", async () => {
  const life = await bear({ loops: [bench] });
  for (const body of bodies.slice(0, 130)) await life.monitor.ingest.accept(Buffer.from(body), "ms");
  expect(life.monitor.desk.hello().estimates[0]?.detection.kind).not.toBe("learning");
  await life.monitor.take({ loops: [{ ...bench, chargeL: 41 }], notices: noticesFor("anna@example.org") });
  expect(life.log.entries.map(({ message }) => message)).toContain(
    "What a loop's detector goes by has changed: it learns anew what is healthy.",
  );
  for (const body of bodies.slice(130, 133)) await life.monitor.ingest.accept(Buffer.from(body), "ms");
  expect(life.monitor.desk.hello().estimates[0]?.detection.kind).toBe("learning");
});
