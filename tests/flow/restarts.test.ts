import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { benchPressureKpa } from "../support/bench-plant.ts";
import { toLoop } from "../support/builders.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { createNoise } from "../support/noise.ts";
import { bear, type Life } from "../support/restarting-house.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

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
      10 + Math.floor(noise.uniform() * (bodies.length - 10)),
      noise.uniform() < 0.4 ? "torn" : "between",
    );
  return kills;
}

const messages = (life: Life): readonly string[] => life.log.entries.map(({ message }) => message);
const gone = "What came since the last checkpoints was gone through.";

/** A life that has had these bodies, and its checkpoint is on disk. */
async function afterBodies(to: number): Promise<Life> {
  const life = await bear({ loops: [loop] });
  for (const body of bodies.slice(0, to)) {
    await send(life, body);
    await life.clock.advance(seconds(stepS));
  }
  await life.monitor.stored();
  while (!existsSync(join(life.dir, "detectors", "bench.checkpoint"))) await life.clock.advance(1);
  return life;
}

const detection = (life: Life) => life.monitor.desk.hello().estimates[0]?.detection.kind;

describe("after a restart", () => {
  test("the alarm journal of one stream is the same with thirty kills, while the store is up and while it is down", {
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

  test("an orderly stop leaves nothing to go through, and the loop knows what it knew without the store", async () => {
    const first = await afterBodies(63);
    const startMs = first.clock.nowMs();
    const second = await bear({ loops: [loop], dir: await first.stopped(), startMs, storeDown: true });
    // What was recorded behind the last telemetry is all.
    const through = second.log.entries.find(({ message }) => message === gone)?.detail?.["batches"];
    expect(Number(through ?? 0)).toBeLessThan(3);
    expect(detection(second)).toBe("watching");
    await send(second, bodies[63]!);
    expect(detection(second)).toBe("watching");
  });

  test.each([
    {
      name: "a damaged checkpoint is not used: the store is asked, and the log says so",
      spoil(dir: string) {
        const path = join(dir, "detectors", "bench.checkpoint");
        const file = readFileSync(path);
        file[file.length >> 1] = file[file.length >> 1]! ^ 4;
        writeFileSync(path, file);
      },
      said: "A loop's checkpoint is not used; the loop is recalled from the store.",
    },
    {
      name: "without the spool that belongs to it a checkpoint goes on with what the store has",
      spoil(dir: string) {
        for (const end of ["", "-wal", "-shm"]) rmSync(join(dir, `spool.sqlite${end}`), { force: true });
      },
      said: "The spool lacks a part of what came since a loop's checkpoint; the store is asked.",
    },
  ])("$name", async ({ spoil, said }) => {
    const first = await afterBodies(63);
    const dir = first.killed();
    spoil(dir);
    const second = await bear({ loops: [loop], dir, startMs: first.clock.nowMs() });
    expect(messages(second)).toContain(said);
    await send(second, bodies[63]!);
    expect(detection(second)).toBe("watching");
    expect(second.facts()).toEqual(first.facts());
  });

  test("other settings than the checkpoint's make the store be asked", async () => {
    const first = await afterBodies(63);
    const changed = { ...loop, chargeL: 41 };
    const second = await bear({ loops: [changed], dir: first.killed(), startMs: first.clock.nowMs() });
    expect(messages(second).join(" ")).toContain("have changed since its checkpoint");
    await send(second, bodies[63]!);
    expect(detection(second)).toBe("watching");
  });
});

test("a journal of another life, longer than the checkpoint's, silences nobody", async () => {
  const long = await afterBodies(115);
  const short = await afterBodies(63);
  const dir = short.killed();
  for (const end of ["", "-wal", "-shm"])
    cpSync(join(long.dir, `state.sqlite${end}`), join(dir, `state.sqlite${end}`));
  const life = await bear({ loops: [loop], dir, startMs: long.clock.nowMs() });
  const before = life.facts().length;
  for (const body of bodies.slice(115, 145)) await send(life, body);
  const fresh = life.facts().slice(before);
  expect(
    fresh.some((fact) => "key" in fact && fact.key.alarmClass === "leak" && fact.event.kind === "opened"),
  ).toBe(true);
});

test("a disk that takes no checkpoint harms nothing else, and the log says so", async () => {
  const dir = tempDirForTest();
  writeFileSync(join(dir, "detectors"), "a file where the directory should be");
  const life = await bear({ loops: [loop], dir });
  const refused = "What is known of a loop could not be written to disk; it is tried again.";
  for (const body of bodies.slice(0, 63)) {
    await send(life, body);
    await life.clock.advance(seconds(stepS));
  }
  expect(messages(life)).toContain(refused);
  expect(detection(life)).toBe("watching");
  await life.monitor.stored();
  expect(life.spool.status().waiting).toBe(0);
});
