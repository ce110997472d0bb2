import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { findProgram } from "../../../bench/find-program.ts";
import { influxdMissing, influxdPath } from "../../support/influxd.ts";
import { tempDirForTest } from "../../support/temp-dir.ts";
import { openClientHouse } from "../rig/client-house.ts";
import { runProgram } from "../rig/run-program.ts";

/** The command of InfluxDB 1.x; that of 2.x has the same name and other words. */
const influx = ((): string | null => {
  const path = findProgram(["influx"]);
  if (path === null) return null;
  try {
    return execFileSync(path, ["-version"], { encoding: "utf8" }).includes("shell version: 1.") ? path : null;
  } catch {
    // Another program of that name: the same as none.
    return null;
  }
})();

const lines = 12_000;
const firstS = 1_671_064_860;

const dump = [
  "# DDL",
  "CREATE DATABASE loopwatch WITH NAME autogen",
  "",
  "# DML",
  "# CONTEXT-DATABASE: loopwatch",
  "# CONTEXT-RETENTION-POLICY: autogen",
  "",
  ...Array.from({ length: lines }, (_, n) => `imported,loop=rack\\ 7 value=${n}.5,count=${n}i ${firstS + n}`),
  "",
].join("\n");

describe.skipIf(influx === null || influxdPath === null)(
  `the influx command (needs influx 1.x, in Debian's package influxdb-client; ${influxdMissing})`,
  () => {
    test.each([
      ["a file", dump, []],
      ["a packed file", gzipSync(dump), ["-compressed"]],
    ])("imports %s, and every line is in the database", async (_name, content, more) => {
      const house = await openClientHouse();
      const path = join(tempDirForTest(), "telemetry.txt");
      writeFileSync(path, content);
      const args = ["-import", `-path=${path}`, "-host", house.host, "-port", String(house.port)];
      const said = await runProgram(influx ?? "", [...args, "-precision=s", ...more]);
      expect(said.out + said.err).toContain(`Processed ${lines} inserts`);
      expect(said.out + said.err).toContain("Failed 0 inserts");
      expect(said.code).toBe(0);
      const [row] = await house.rows(
        "SELECT count(value), sum(count), first(value), last(value) FROM imported",
      );
      expect(row?.slice(1)).toEqual([lines, (lines * (lines - 1)) / 2, 0.5, lines - 0.5]);
      const [first] = await house.rows('SELECT first(value), "loop" FROM imported');
      expect(first).toEqual([firstS * 1000, 0.5, "rack 7"]);
    });

    test("writes a line by hand into the database that it uses", async () => {
      const house = await openClientHouse();
      const args = ["-host", house.host, "-port", String(house.port), "-database", "loopwatch"];
      const said = await runProgram(influx ?? "", [...args, "-execute", "INSERT typed,by=hand value=7"]);
      expect(said).toMatchObject({ code: 0, err: "" });
      expect(await house.rows("SELECT value FROM typed")).toMatchObject([[expect.any(Number), 7]]);
    });
  },
);
