import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backtest, documentOf } from "../support/backtest-command.ts";
import {
  benchConfig,
  leakAfterS,
  recordBench,
  recordingStartMs,
  toLineFile,
  toTable,
  writeTemp,
} from "../support/bench-recording.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { runCommand } from "../support/test-terminal.ts";

const leaking = recordBench(2400);
const leakingTable = toTable(leaking);
const healthyTable = toTable(recordBench(2100, { leaks: false }));

/** Milliseconds after the beginning of the leak. */
const afterLeakMs = (iso: string): number => Date.parse(iso) - recordingStartMs - leakAfterS * 1000;

describe("a backtest of a table", () => {
  test("tells the story of the leak in it: when, what, why, how fast, how long", async () => {
    const input = writeTemp("leak.csv", leakingTable);
    const { code, out, err } = await backtest("--config", benchConfig(), "--input", input);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toContain(
      `${input}\n  bench, Bench loop: 2022-12-15 00:00:01 UTC to 2022-12-15 00:39:57 UTC (40 min)`,
    );
    expect(out).toContain("Known well enough to be watched for small leaks from 2022-12-15 00:30:");
    expect(out).toMatch(/UTC {2}opened {4}[A-Z]+ +leak; [0-9.]+ ± [0-9.]+ kg\/h; time left /);
    expect(out).toMatch(/ {6}\+ p-(acc|out) went from /);
    expect(out).toMatch(/At the end: leaking; inventory 39\.\d+ ± /);
  });

  test("gives the same as a document, in time of the recording", async () => {
    const input = writeTemp("leak.csv", leakingTable);
    const config = benchConfig();
    const { document, err, code } = await documentOf("--config", config, "--input", input);
    expect([err, code]).toEqual(["", 0]);
    expect(document).toMatchObject({ version: 1, config });
    const [run] = document.runs;
    expect(run).toMatchObject({ input, format: "csv", failure: null, points: 2400, refused: 0, unused: [] });
    const [loop] = run.loops;
    expect(loop).toMatchObject({
      loop: "bench",
      from: "2022-12-15T00:00:01.000Z",
      to: "2022-12-15T00:39:57.000Z",
      unjudged: 0,
      unheard: [],
      end: { detection: { kind: "leaking" } },
    });
    const [occurrence] = loop.occurrences;
    expect(occurrence).toMatchObject({ alarmClass: "leak", previousId: null });
    expect(afterLeakMs(occurrence.openedAt)).toBeGreaterThan(0);
    expect(afterLeakMs(occurrence.openedAt)).toBeLessThan(180_000);
    const [opened] = occurrence.events;
    expect(opened).toMatchObject({ kind: "opened", at: occurrence.openedAt, verdict: "leak" });
    expect(opened.evidence.length).toBeGreaterThan(1);
    expect(opened.timeLeftS.p05).toBeLessThan(opened.timeLeftS.p50);
    // 1 mL/s of HFE-7200 at 20 °C is 5.2 kg/h.
    expect(loop.end.leakKgPerH).toBeGreaterThan(4);
    expect(loop.end.leakKgPerH).toBeLessThan(6.5);
  });

  test("of a healthy loop says that there was no alarm", async () => {
    const { code, out } = await backtest(
      "--config",
      benchConfig(),
      "--input",
      writeTemp("fine.csv", healthyTable),
    );
    expect(out).toContain("\n  No alarm.\n");
    expect(code).toBe(0);
  });

  test("names what it cannot use, counts it, and uses the rest", async () => {
    const lines = leakingTable.split("\n");
    lines[0] = `${lines[0]},note`;
    lines[7] = "1671062407000,broken,450,20";
    lines[9] = "noon,300,450,20";
    const input = writeTemp("leak.csv", lines.join("\r\n"));
    const { code, out, err } = await backtest("--config", benchConfig(), "--input", input);
    expect(err.split("\n")).toEqual([
      `${input}:8, column p_acc: "broken" is not a number.`,
      `${input}:10, column time: "noon" is no time; write it like 2022-12-15T00:45:00Z or in epoch milliseconds.`,
      `${input}: 2 cells or rows are left out.`,
      `${input}: No channel asks for the columns note.`,
      "",
    ]);
    expect(out).toContain("opened");
    expect(code).toBe(0);
  });

  test("judges a loop of which only a part is there, and says what is missing", async () => {
    const input = writeTemp(
      "part.csv",
      toTable(
        leaking.map((row) => row.slice(0, 2)),
        "time,p_acc",
      ),
    );
    const { code, document, err } = await documentOf("--config", benchConfig(), "--input", input);
    expect(err).toBe(`${input}: There is no column for p-out, t-in of bench.\n`);
    expect(document.runs[0].missing).toEqual([{ loop: "bench", channels: ["p-out", "t-in"] }]);
    expect(document.runs[0].loops[0].unheard).toEqual(["p-out", "t-in"]);
    expect(code).toBe(0);
  });

  test("counts samples that came too late to be judged", async () => {
    // Beyond twenty minutes nothing is judged anew.
    const rows = leaking.slice(0, 1300);
    const input = writeTemp("late.csv", toTable([...rows, ...rows.slice(0, 2)]));
    const { document, err } = await documentOf("--config", benchConfig(), "--input", input);
    expect(document.runs[0].loops[0].unjudged).toBe(6);
    expect(err).toContain("6 samples of bench were not judged");
  });
});

describe("a backtest of line protocol", () => {
  test("finds what the table of the same recording says", async () => {
    const config = benchConfig();
    const table = await documentOf("--config", config, "--input", writeTemp("leak.csv", leakingTable));
    const input = writeTemp("leak.lp", toLineFile(leaking));
    const lines = await documentOf("--config", config, "--input", input, "--precision", "ms");
    expect(lines.document.runs[0]).toMatchObject({ format: "lp", points: 2400 });
    expect(lines.document.runs[0].loops).toEqual(table.document.runs[0].loops);
  });

  test("obeys the operations in it: a service ends the alarm", async () => {
    const service = `coolant_operation,loop=bench kind="serviced" ${recordingStartMs + 2_350_000}\n`;
    const input = writeTemp(
      "serviced.lp",
      toLineFile(leaking.slice(0, 2350)) + service + toLineFile(leaking.slice(2350)),
    );
    const { document } = await documentOf("--config", benchConfig(), "--input", input, "--precision", "ms");
    const [occurrence] = document.runs[0].loops[0].occurrences;
    expect(occurrence).toMatchObject({ ended: "returned", endedAt: "2022-12-15T00:39:10.000Z" });
    expect(occurrence.events.at(-1)).toMatchObject({
      kind: "returned",
      reason: "the loop was repaired and refilled",
    });
  });

  test("says what may be wrong when all its times are in 1970", async () => {
    const input = writeTemp("leak.lp", toLineFile(leaking));
    const { code, err } = await backtest("--config", benchConfig(), "--input", input);
    expect(err).toContain("before 1975: say with --precision what the timestamps count.");
    expect(code).toBe(1);
  });

  test("is told from a table by what is in the file, where the name says nothing", async () => {
    const config = benchConfig();
    const lines = writeTemp("one.txt", `# export\n\n${toLineFile(leaking.slice(0, 60))}`);
    const table = writeTemp("two.txt", toTable(leaking.slice(0, 60)));
    const formatOf = async (input: string): Promise<string> => {
      const { document } = await documentOf("--config", config, "--input", input, "--precision", "ms");
      return document.runs[0].format;
    };
    expect([await formatOf(lines), await formatOf(table)]).toEqual(["lp", "csv"]);
  });
});

describe("a backtest of a folder of the station's telemetry", () => {
  const station = `
  - id: station
    coolant: ammonia
    chargeL: 450
    referencePressureKpa: 1810
    accumulator: { volumeL: 60, gasL: 30 }
    reporting: on-change
    source: { measurement: iss_telemetry, field: value }
    channels:
      - { id: pressure, role: pressure, source: { tags: { id: P1 } } }
      - { id: temp, role: temperature, source: { tags: { id: T1 } } }
`;
  function folderOf(files: Readonly<Record<string, string>>): string {
    const folder = join(tempDirForTest(), "iss-2018-10-12");
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return folder;
  }
  /** A value every ten seconds. */
  const channel = (value: number): string =>
    Array.from({ length: 100 }, (_, k) => `${6844 + k / 360} ${value}\n`).join("");

  test("reads the files that the channels' tags name", async () => {
    const input = folderOf({
      "P1.txt": `${channel(1810)}broken\n`,
      "T1.txt": channel(4),
      "X9.txt": channel(1),
    });
    const { document, err, code } = await documentOf("--config", benchConfig(station), "--input", input);
    expect(err.split("\n")).toEqual([
      `${input}/P1.txt:101: A line is an hour of the year and a value, with a space between.`,
      `${input}: 1 line is left out.`,
      `${input}: No channel asks for the files X9.txt.`,
      "",
    ]);
    expect(document.runs[0]).toMatchObject({ format: "iss", points: 200, refused: 1, unused: ["X9.txt"] });
    expect(document.runs[0].loops).toMatchObject([
      { loop: "station", from: "2018-10-12T04:00:00.000Z", unheard: [] },
    ]);
    expect(code).toBe(0);
  });

  test("says when none of the files belongs to a channel", async () => {
    const { code, err } = await backtest(
      "--config",
      benchConfig(),
      "--input",
      folderOf({ "X9.txt": channel(1) }),
    );
    expect(err).toContain("None of its files belongs to a channel of the configuration.");
    expect(code).toBe(1);
  });
});

test("the document goes into a file, and the story stays on the standard output", async () => {
  const json = join(tempDirForTest(), "result.json");
  const input = writeTemp("short.csv", toTable(leaking.slice(0, 60)));
  const { out } = await backtest("--config", benchConfig(), "--input", input, "--json", json);
  expect(out).toContain("No alarm.");
  expect(existsSync(json)).toBe(true);
  expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ version: 1 });
});

test("progress is a bar on a screen", async () => {
  const input = writeTemp("leak.csv", leakingTable);
  const { err } = await runCommand(["backtest", "--config", benchConfig(), "--input", input], {
    isScreen: true,
  });
  expect(err.endsWith(`\r${"█".repeat(24)} 100 %  1 of 1 MB\n`)).toBe(true);
});
