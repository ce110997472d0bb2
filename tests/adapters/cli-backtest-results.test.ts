import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { backtest, documentOf } from "../support/backtest-command.ts";
import { benchConfig, recordBench, toLineFile, toTable, writeTemp } from "../support/bench-recording.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const leaking = recordBench(2400);
const leakingTable = toTable(leaking);
const healthyTable = toTable(recordBench(2100, { leaks: false }));

describe("several recordings", () => {
  test("are judged each by itself, on several cores, with results in their order", async () => {
    const config = benchConfig();
    const inputs = [
      writeTemp("leak.csv", leakingTable),
      writeTemp("fine.csv", healthyTable),
      "/no/such/file.csv",
      writeTemp("leak.lp", toLineFile(leaking)),
    ];
    const all = await documentOf("--config", config, "--input", ...inputs, "--precision", "ms");
    expect(all.code).toBe(1);
    expect(all.err).toBe("/no/such/file.csv: There is no such file.\n");
    const alone = await Promise.all(
      inputs.map((input) => documentOf("--config", config, "--input", input, "--precision", "ms")),
    );
    expect(all.document.runs).toEqual(alone.map(({ document }) => document.runs[0]));
    const again = await documentOf("--config", config, "--input", ...inputs, "--precision", "ms");
    expect(again.out).toBe(all.out);
  });

  test("have one trace, in their order, and nothing beside it is left", async () => {
    const trace = join(tempDirForTest(), "trace.csv");
    const inputs = [
      writeTemp("a, b.csv", toTable(leaking.slice(0, 30))),
      writeTemp("c.csv", toTable(leaking.slice(0, 20))),
    ];
    const { code } = await backtest("--config", benchConfig(), "--input", ...inputs, "--trace", trace);
    expect(code).toBe(0);
    const rows = readFileSync(trace, "utf8").trimEnd().split("\n");
    expect(rows[0]).toMatch(/^input,time,loop,/);
    expect(rows.slice(1).filter((row) => row.startsWith(`"${inputs[0]}",`))).toHaveLength(27);
    expect(rows.slice(28).every((row) => row.startsWith(`${inputs[1]},`))).toBe(true);
    expect(rows).toHaveLength(1 + 27 + 17);
    expect(readdirSync(dirname(trace))).toEqual(["trace.csv"]);
  });
});

describe("the trace", () => {
  test("has a row for each evaluation: state, inventory, rate, time left, and each channel's quality", async () => {
    const trace = join(tempDirForTest(), "trace.csv");
    const rows = leaking.map((row) => row.join(","));
    // A temperature that is impossible for a minute.
    for (let k = 100; k < 160; k++) rows[k] = `${leaking[k]?.slice(0, 3).join(",")},9999`;
    const input = writeTemp("leak.csv", `time,p_acc,p_out,t-in\n${rows.join("\n")}\n`);
    const { document } = await documentOf("--config", benchConfig(), "--input", input, "--trace", trace);
    const [header, ...lines] = readFileSync(trace, "utf8").trimEnd().split("\n");
    expect(header).toBe(
      "time,loop,state,inventory_l,inventory_sd_l,leak_kg_h,leak_sd_kg_h,time_left_p05_s,time_left_p50_s,time_left_p95_s,p-acc_quality,p-out_quality,t-in_quality",
    );
    expect(lines).toHaveLength(document.runs[0].loops[0].evaluations);
    const cells = lines.map((line) => line.split(","));
    expect(cells.every((row) => row.length === 13)).toBe(true);
    expect(cells[0]?.slice(0, 3)).toEqual(["2022-12-15T00:00:01.000Z", "bench", "learning"]);
    expect(cells[130]?.slice(10)).toEqual(["good", "good", "bad"]);
    const last = cells.at(-1) ?? [];
    expect(last.slice(1, 3)).toEqual(["bench", "leaking"]);
    const [inventoryL, , rateKgPerH, sdKgPerH, p05S, p50S, p95S] = last.slice(3, 10).map(Number);
    expect(inventoryL).toBeCloseTo(39.5, 1);
    expect(Math.abs(rateKgPerH! - 5.15)).toBeLessThan(3 * sdKgPerH!);
    expect(p05S!).toBeLessThan(p50S!);
    expect(p50S!).toBeLessThan(p95S!);
  });

  test("that cannot be written is one sentence", async () => {
    const input = writeTemp("leak.csv", toTable(leaking.slice(0, 30)));
    const { code, err } = await backtest(
      "--config",
      benchConfig(),
      "--input",
      input,
      "--trace",
      "/no/such/trace.csv",
    );
    expect(err).toBe(`${input}: The trace /no/such/trace.csv cannot be written.\n`);
    expect(code).toBe(1);
  });
});

describe("loops are chosen", () => {
  const second = `
  - id: other
    coolant: water
    chargeL: 20
    referencePressureKpa: 200
    accumulator: { volumeL: 4, gasL: 2 }
    channels:
      - { id: pressure, role: pressure, source: { field: p_acc, measurement: other } }
`;

  test("by their columns, with a word when a column feeds two of them", async () => {
    const input = writeTemp("short.csv", toTable(leaking.slice(0, 60)));
    const { document, err } = await documentOf("--config", benchConfig(second), "--input", input);
    expect(document.runs[0].loops.map(({ loop }: { loop: string }) => loop)).toEqual(["bench", "other"]);
    expect(err).toBe(`${input}: Several loops are fed by p_acc; choose one with --loop.\n`);
  });

  test("by --loop", async () => {
    const input = writeTemp("short.csv", toTable(leaking.slice(0, 60)));
    const { document, err } = await documentOf(
      "--config",
      benchConfig(second),
      "--input",
      input,
      "--loop",
      "bench",
    );
    expect(document.runs[0].loops.map(({ loop }: { loop: string }) => loop)).toEqual(["bench"]);
    expect(err).toBe("");
  });
});
