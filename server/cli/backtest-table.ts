import type { Backtest } from "../app/backtest.ts";
import { createColumnIntake, planColumns } from "../app/backtest-columns.ts";
import { parseCsvHeader } from "../boundary/csv-header.ts";
import { createCsvReader } from "../boundary/csv-reader.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { toNameList } from "./backtest-names.ts";
import { readPieces } from "./backtest-pieces.ts";
import { type BacktestTask, emptyIntake, type HearProgress, type RunIntake } from "./backtest-task.ts";
import { CommandError } from "./command-error.ts";

/** Judges a table. Throws `CommandError` when it cannot be read, or when no column of it feeds a channel. */
export function judgeTable(
  { input, loops }: BacktestTask,
  backtest: Backtest,
  onProgress: HearProgress,
): RunIntake {
  let table: ReturnType<typeof beginTable> | null = null;
  for (const { bytes, share } of readPieces(input, false)) {
    let from = 0;
    if (table === null) {
      const end = bytes.indexOf("\n");
      from = end < 0 ? bytes.length : end + 1;
      table = beginTable(bytes.toString("utf8", 0, from), loops, backtest);
    }
    table.accept(bytes.subarray(from));
    onProgress(share);
  }
  return table === null ? emptyIntake : table.finish();
}

/** A table whose header is known. Throws `CommandError` when no column feeds a channel. */
function beginTable(headerLine: string, loops: readonly Loop[], { lane }: Backtest) {
  const header = parseCsvHeader(headerLine);
  const plan = planColumns(loops, header.names);
  if (plan.loops.length === 0) throw new CommandError(toNoColumns(header.names.slice(1), loops));
  const reader = createCsvReader(header, plan.wanted);
  const take = createColumnIntake(plan, lane);
  let points = 0;
  return {
    accept(bytes: Uint8Array) {
      const rows = reader.read(bytes);
      points += rows.count;
      take(rows);
    },
    finish: (): RunIntake => ({
      heard: plan.loops.map(({ id }) => id),
      points,
      refused: reader.refused,
      problems: reader.problems,
      unused: plan.unused,
      shared: plan.shared,
      missing: plan.missing,
    }),
  };
}

function toNoColumns(names: readonly string[], loops: readonly Loop[]): string {
  const wanted = loops.flatMap(({ channels }) => channels.map(({ source }) => source.field));
  const has = names.length === 0 ? "has no columns but the first" : `has the columns ${toNameList(names)}`;
  return `No column feeds a channel. The table ${has}; the configuration asks for ${toNameList([...new Set(wanted)])}.`;
}
