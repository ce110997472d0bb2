import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { benchPressureKpa } from "../support/bench-plant.ts";
import { toLoop } from "../support/builders.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { createNoise } from "../support/noise.ts";
import { bear, type Life } from "../support/restarting-house.ts";

const t0 = fakeStartMs;
const stepS = 20;
const lastS = 4200;
const leakS = 2400;

/** The bench loop with a limit that the leak passes, and one of a temperature that goes to and fro. */
const loop = (() => {
  const plain = toLoop({ learningMs: minutes(20) });
  const limited = {
    "p-acc": [{ name: "low", kind: "below" as const, value: 296, onDelayMs: seconds(7) }],
    "t-in": [{ name: "warm", kind: "above" as const, value: 20.6, onDelayMs: seconds(3) }],
  };
  const usual = { severity: "caution" as const, deadband: 0.05, offDelayMs: seconds(11), only: null };
  const channels = plain.channels.map((channel) => ({
    ...channel,
    // A body in twenty seconds is no silence.
    maxAgeMs: seconds(30),
    limits: (limited[channel.id as keyof typeof limited] ?? []).map((limit) => ({ ...usual, ...limit })),
  }));
  return { ...plain, channels };
})();

/** What arrives: bodies of twenty seconds; a stretch comes five minutes late, and twice; people refill in between. */
function toBodies(): readonly string[] {
  const noise = createNoise(5);
  const line = (s: number): string => {
    const kpa = benchPressureKpa(Math.max(0, s - leakS) / 1000, 20);
    const warm = s > 1500 && s < 2000 ? 0.7 * Math.abs(Math.sin(s / 60)) : 0;
    const fields = { "p-acc": kpa, "p-out": kpa + 150, "t-in": 20 + warm };
    const noisy = Object.entries(fields).map(([name, value]) => `${name}=${value + 0.05 * noise.normal()}`);
    // Between whole seconds, as real senders are.
    return `bench,loop=bench ${noisy.join(",")} ${t0 + s * 1000 + 137 + (s % 3)}`;
  };
  const lines = Array.from({ length: lastS }, (_, s) => line(s));
  const late = (s: number): boolean => s >= leakS - 60 && s < leakS + 100;
  return Array.from({ length: lastS / stepS }, (_, k) => {
    const from = k * stepS;
    const own = lines.slice(from, from + stepS).filter((_, i) => !late(from + i));
    if (from === leakS + 400 || from === leakS + 420) own.push(...lines.filter((_, s) => late(s)));
    if (from === 1300) own.push(`coolant_operation,loop=bench kind="maintenance" ${t0 + 1301_000}`);
    if (from === 3600) own.push(`coolant_operation,loop=bench kind="isolation" ${t0 + 3590_000}`);
    return `${own.join("\n")}\n`;
  });
}

const bodies = toBodies();

async function send(life: Life, body: string): Promise<void> {
  const answer = await life.monitor.ingest.accept(Buffer.from(body), "ms");
  expect(answer.kind).toBe("accepted");
}

/** The journal after all bodies, with a kill before each of these; `torn`: the disk has the next body, nobody judged it. */
async function journalOf(kills: ReadonlyMap<number, "between" | "torn">, storeDown: boolean) {
  let life = await bear({ loops: [loop] });
  let lives = 1;
  for (const [k, body] of bodies.entries()) {
    // From here on there is a checkpoint.
    if (k === 1)
      while (!existsSync(join(life.dir, "detectors", "bench.checkpoint"))) await life.clock.advance(1);
    const kill = kills.get(k);
    if (kill !== undefined) {
      if (kill === "torn")
        await life.spool.append({
          precision: "ms",
          receivedMs: life.clock.nowMs(),
          lines: Buffer.from(body),
        });
      const startMs = life.clock.nowMs();
      life = await bear({ loops: [loop], dir: life.killed(), startMs, storeDown });
      lives += 1;
    }
    await send(life, body);
    await life.clock.advance(seconds(stepS));
  }
  return { facts: life.facts(), lives };
}

/** Thirty moments, near each other where much happens. */
function thirtyKills(seed: number): ReadonlyMap<number, "between" | "torn"> {
  const noise = createNoise(seed);
  const kills = new Map<number, "between" | "torn">();
  while (kills.size < 30)
    kills.set(
      1 + Math.floor(noise.uniform() * (bodies.length - 1)),
      noise.uniform() < 0.4 ? "torn" : "between",
    );
  return kills;
}

describe("the alarm journal of one stream is the same", async () => {
  test("uninterrupted, and with thirty kills while the store is up, and while it is down", {
    timeout: 120_000,
  }, async () => {
    const whole = await journalOf(new Map(), false);
    expect(whole.facts.length).toBeGreaterThan(10);
    const up = await journalOf(thirtyKills(1), false);
    expect(up.lives).toBe(31);
    expect(up.facts).toEqual(whole.facts);
    const down = await journalOf(thirtyKills(2), true);
    expect(down.facts).toEqual(whole.facts);
  });
});
