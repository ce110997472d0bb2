import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { influxdMissing, influxdPath } from "../support/influxd.ts";
import { createTempDir } from "../support/temp-dir.ts";
import { openInfluxdPeer } from "./rig/influxd-peer.ts";
import { beginLoad, compare, type Load, noDifference } from "./rig/load.ts";
import { createWorld } from "./rig/world.ts";

/** More than the part of a disk that is left to others (256 MB), so that there is room for telemetry at first. */
const diskMb = 330;

const pollMs = 25;

/** A small disk in memory; `null` where this user may not mount one. The caller unmounts it. */
function mountDisk(): string | null {
  const dir = createTempDir();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${diskMb}m`, "tmpfs", dir], { stdio: "ignore" });
    return dir;
  } catch {
    // Not root, not Linux, or a container that may not: the suite says so by its name.
    rmSync(dir, { recursive: true, force: true });
    return null;
  }
}

function unmountDisk(dir: string): void {
  execFileSync("umount", ["-l", dir]);
  rmSync(dir, { recursive: true, force: true });
}

const mayMount = ((): boolean => {
  const dir = mountDisk();
  if (dir !== null) unmountDisk(dir);
  return dir !== null;
})();

function diskForTest(): string {
  const dir = mountDisk();
  if (dir === null) throw new Error("The disk could be mounted a moment ago, and now it cannot.");
  onTestFinished(() => unmountDisk(dir));
  return dir;
}

/** Another program's file that takes everything but `leftBytes`; what the server takes meanwhile it does not get. */
function fill(disk: string, leftBytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  const piece = Buffer.alloc(1_000_000);
  const filler = openSync(join(disk, "filler"), "a");
  try {
    for (let bytes = bavail * bsize - leftBytes; bytes > 0; bytes -= piece.length)
      writeSync(filler, piece, 0, Math.min(bytes, piece.length));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    closeSync(filler);
  }
}

const free = (disk: string): void => rmSync(join(disk, "filler"));

async function refused(load: Load, times: number): Promise<void> {
  const enough = load.refusals(503) + times;
  while (load.refusals(503) < enough) await delay(pollMs);
}

const reason = mayMount ? influxdMissing : "needs the right to mount a small disk";

describe.skipIf(influxdPath === null || !mayMount)(
  `the disk of the data directory fills up (${reason})`,
  () => {
    test.each([
      ["nearly, so that alarms still have room", 200_000_000],
      ["to the last byte, while writes are under way", 0],
    ])("%s: senders are told to wait, and go on when there is space again", async (_name, leftBytes) => {
      const disk = diskForTest();
      const influxd = await openInfluxdPeer();
      const world = createWorld({ store: { kind: "influx", url: influxd.url }, dataDir: join(disk, "data") });
      await world.start();
      const load = beginLoad(world.url);
      await load.more(100);
      fill(disk, leftBytes);
      await refused(load, 20);
      expect(load.senders.some(({ askedToWaitS }) => askedToWaitS === 10)).toBe(true);
      expect((await fetch(`${world.url()}/healthz`)).status).toBe(200);
      free(disk);
      await load.more(200);
      await load.finish();
      await world.drained();
      expect(await compare(load, influxd)).toEqual(noDifference);
      for (const { refusals } of load.senders)
        expect([...refusals.keys()].filter((s) => s !== 503)).toEqual([]);
    });

    test("to the last byte, and the server is killed: it starts again on the full disk's data and has everything", async () => {
      const disk = diskForTest();
      const influxd = await openInfluxdPeer();
      const world = createWorld({ store: { kind: "influx", url: influxd.url }, dataDir: join(disk, "data") });
      await world.start();
      const load = beginLoad(world.url);
      await load.more(100);
      await influxd.stop();
      await load.more(100);
      fill(disk, 0);
      await refused(load, 20);
      await world.server().kill();
      free(disk);
      await influxd.start();
      await world.start();
      await load.finish();
      await world.drained();
      expect(await compare(load, influxd)).toEqual(noDifference);
    });
  },
);
