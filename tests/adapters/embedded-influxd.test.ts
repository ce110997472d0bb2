import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEmbeddedInfluxd } from "../../server/adapters/influx/embedded-influxd.ts";
import { createInfluxStore } from "../../server/adapters/influx/influx-store.ts";
import { toInfluxdFiles } from "../../server/adapters/influx/influxd-config.ts";
import { findInfluxd, type InfluxdProgram } from "../../server/adapters/influx/influxd-program.ts";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createStoreWriter } from "../../server/app/store-writer.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { printedBeforeKill } from "../support/killed-child.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const childScript = new URL("../support/influxd-child.ts", import.meta.url);

/** A program that prints InfluxDB's version line and then does what `script` says. */
function fakeProgram(script: string, version = "InfluxDB v1.6.7~rc0 (git: unknown unknown)"): InfluxdProgram {
  const path = join(tempDirForTest(), "influxd");
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = version ]; then echo "${version}"; exit 0; fi\n${script}\n`);
  chmodSync(path, 0o755);
  return { path, version: "1.6.7" };
}

/** A process that has ended but that nobody has asked about yet (state Z) runs no more. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "stat="], { encoding: "utf8" });
  return /^[^Z]/.test(stdout.trim());
}

describe("looking for influxd", () => {
  test.each([
    ["nothing on the path", "", { kind: "missing" }],
    ["no path at all", undefined, { kind: "missing" }],
    ["a relative directory, which is not trusted", ".", { kind: "missing" }],
  ])("%s", async (_, searchPath, expected) => {
    expect(await findInfluxd(searchPath)).toEqual(expected);
  });

  test("the first one on the path is found with its version", async () => {
    const { path } = fakeProgram("exit 0");
    const searchPath = `/nowhere:${join(path, "..")}`;
    expect(await findInfluxd(searchPath)).toEqual({ kind: "found", program: { path, version: "1.6.7" } });
    expect(await findInfluxd("", path)).toEqual({ kind: "found", program: { path, version: "1.6.7" } });
  });

  test.each([
    [
      "another major version",
      "InfluxDB v2.7.1 (git: 1)",
      /is InfluxDB 2\.7\.1; Loopwatch can start version 1\.x only/,
    ],
    ["a program that is something else", "hello", /does not tell InfluxDB's version/],
  ])("%s is unusable, with the reason", async (_, version, reason) => {
    const { path } = fakeProgram("exit 0", version);
    expect(await findInfluxd("", path)).toEqual({ kind: "unusable", reason: expect.stringMatching(reason) });
  });

  test("a given path that is no program is unusable", async () => {
    const path = join(tempDirForTest(), "influxd");
    expect(await findInfluxd("", path)).toMatchObject({ kind: "unusable" });
  });
});

describe("an influxd that does not come up", () => {
  test("is a sentence with the end of its log, and leaves no process", async () => {
    const dataDir = tempDirForTest();
    const program = fakeProgram("echo 'run: open /data: permission denied'; exit 1");
    const start = createEmbeddedInfluxd({ program, dataDir, log: createMemoryLog() });
    const { log } = toInfluxdFiles(dataDir);
    await expect(start).rejects.toThrow(
      `${program.path} ended at once (exit code 1). Its log is ${log}: run: open /data: permission denied`,
    );
  });

  test("is a sentence when the program cannot be started at all, or its directory not be made", async () => {
    const dataDir = tempDirForTest();
    const log = createMemoryLog();
    const missing = { path: join(dataDir, "influxd"), version: "1.6.7" };
    const none = createEmbeddedInfluxd({ program: missing, dataDir, log });
    await expect(none).rejects.toMatchObject({
      name: "InfluxdError",
      message: expect.stringContaining("ENOENT"),
    });
    const file = join(dataDir, "file");
    writeFileSync(file, "in the way");
    const blocked = createEmbeddedInfluxd({ program: fakeProgram("exit 0"), dataDir: file, log });
    await expect(blocked).rejects.toMatchObject({ name: "InfluxdError" });
  });

  test("is tried on other ports when its ports were taken, but not for ever", async () => {
    const dataDir = tempDirForTest();
    const program = fakeProgram("echo 'listen tcp: bind: address already in use'; exit 1");
    const start = createEmbeddedInfluxd({ program, dataDir, log: createMemoryLog() });
    await expect(start).rejects.toThrow("address already in use");
    expect(readFileSync(toInfluxdFiles(dataDir).log, "utf8").trim().split("\n")).toHaveLength(5);
  });
});

describe.skipIf(influxdPath === null)(`an embedded InfluxDB (${influxdMissing})`, () => {
  const start = async (dataDir: string, onExit?: (sentence: string) => void) => {
    const program = { path: influxdPath ?? "", version: "1.x" };
    const log = createMemoryLog();
    const influxd = await createEmbeddedInfluxd({ program, dataDir, log, ...(onExit ? { onExit } : {}) });
    onTestFinished(() => influxd.stop());
    const pid = Number(readFileSync(toInfluxdFiles(dataDir).pid, "utf8"));
    return { influxd, pid, log };
  };

  test("keeps its data over a restart, and stops without leaving a process", async () => {
    const dataDir = tempDirForTest();
    const first = await start(dataDir);
    const before = createInfluxStore({ url: first.influxd.url, database: "loopwatch" });
    await before.write(Buffer.from("m v=1 1\n"), "ms");
    await before.close();
    await first.influxd.stop();
    await first.influxd.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await start(dataDir);
    const after = createInfluxStore({ url: second.influxd.url, database: "loopwatch" });
    onTestFinished(() => after.close());
    expect(await after.count("m")).toBe(1);
  });

  test("listens on loopback only, whatever INFLUXDB_ variables say", async () => {
    process.env["INFLUXDB_HTTP_BIND_ADDRESS"] = "0.0.0.0:1";
    onTestFinished(() => void delete process.env["INFLUXDB_HTTP_BIND_ADDRESS"]);
    const dataDir = tempDirForTest();
    const { influxd } = await start(dataDir);
    expect(new URL(influxd.url).hostname).toBe("127.0.0.1");
    const bound = [...readFileSync(toInfluxdFiles(dataDir).log, "utf8").matchAll(/addr=(\S+)/g)];
    expect(bound.map(([, address]) => address)).toContain(new URL(influxd.url).host);
  });

  test("one that a killed Loopwatch left behind is ended first", async () => {
    const dataDir = tempDirForTest();
    const [line] = await printedBeforeKill(childScript, { args: [dataDir], lines: 1 });
    const leftPid = Number(line);
    expect(isRunning(leftPid)).toBe(true);
    const { pid, log } = await start(dataDir);
    expect(isRunning(leftPid)).toBe(false);
    expect(isRunning(pid)).toBe(true);
    expect(log.entries.map(({ message }) => message)).toContain(
      "Stopped an InfluxDB that an earlier Loopwatch had left behind.",
    );
  });

  test("a number in an old file that now belongs to another program is left alone", async () => {
    const dataDir = tempDirForTest();
    const bystander: ChildProcess = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    onTestFinished(() => void bystander.kill("SIGKILL"));
    await once(bystander, "spawn");
    const first = await start(dataDir);
    await first.influxd.stop();
    writeFileSync(toInfluxdFiles(dataDir).pid, String(bystander.pid));
    await start(dataDir);
    expect(bystander.exitCode).toBeNull();
    expect(bystander.signalCode).toBeNull();
  });

  test("telemetry that came while it was dead goes in afterwards, complete and once, at the same address", async () => {
    const dataDir = tempDirForTest();
    let tellDeath: (sentence: string) => void = () => undefined;
    const death = new Promise<string>((resolve) => {
      tellDeath = resolve;
    });
    const { influxd, pid } = await start(dataDir, (sentence) => tellDeath(sentence));
    const store = createInfluxStore({ url: influxd.url, database: "loopwatch", limitMs: 2000 });
    const spool = openNearSpool(join(dataDir, "spool.sqlite"));
    const clock = createFakeClock();
    const writer = createStoreWriter({
      spool,
      store,
      clock,
      log: createMemoryLog(),
      onHealth: () => undefined,
    });
    onTestFinished(async () => {
      await writer.stop();
      await store.close();
      await spool.close();
    });
    const append = (n: number) => {
      void spool.append({ precision: "ms", receivedMs: n, lines: Buffer.from(`m v=${n} ${n}\n`) });
      writer.wake();
    };
    for (let n = 1; n <= 5; n++) append(n);
    await writer.drained();
    process.kill(pid, "SIGKILL");
    expect(await death).toContain("InfluxDB ended (signal SIGKILL) and is started again");
    for (let n = 6; n <= 10; n++) append(n);
    let isDrained = false;
    const drained = writer.drained().then(() => {
      isDrained = true;
    });
    while (!isDrained) await clock.advance(15_000);
    await drained;
    expect(await store.count("m")).toBe(10);
  });
});
