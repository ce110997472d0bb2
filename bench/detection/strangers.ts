import { parseArgs } from "node:util";
import { toShortSpan } from "./render-card.ts";
import { playStranger, type StrangerResult } from "./strangers/play-stranger.ts";
import { tables } from "./strangers/table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" },
    part: { type: "string", default: "0/1" },
    only: { type: "string", default: "" },
    full: { type: "boolean", default: false },
  },
});
const num = (v: number | null) => (v === null ? "-" : String(Number(v.toPrecision(3))));
function render(r: StrangerResult): string {
  const head =
    r.leakS === null
      ? ""
      : r.foundS === null
        ? "  NOT FOUND"
        : `  found ${toShortSpan(r.foundS)} lost ${num(r.lostShare)} rate x${num(r.rateRatio)} (${num(r.rateDoubts)} sd)`;
  const flags = `${r.falseLeaks > 0 ? ` ${r.falseLeaks} FALSE LEAK` : ""}${r.absurd.length > 0 ? ` ABSURD ${r.absurd.join("; ")}` : ""}`;
  const rev = Math.max(0, ...r.statements.map(({ revisions }) => revisions));
  const said = r.statements
    .slice(0, values.full ? 40 : 6)
    .map(
      (s) =>
        `\n     ${toShortSpan((s.toldMs - r.eventMs) / 1000).padStart(7)} ${s.change ?? "changed"} ${s.alarmClass} ${s.severity} ${s.verdict} ${Number.isFinite(s.untilMs) ? `for ${toShortSpan((s.untilMs - s.toldMs) / 1000)}` : "stands"}${s.revisions > 3 ? ` ${s.revisions} rev` : ""} | ${s.headline}`,
    )
    .join("");
  return `${r.name} #${r.seed}${head}${flags}${rev > 50 ? ` REV ${rev}` : ""} n=${r.statements.length} ${(r.tookMs / 1000).toFixed(1)}s${said}\n`;
}
const [part, parts] = values.part.split("/").map(Number) as [number, number];
const rows = (positionals.length === 0 ? Object.keys(tables) : positionals)
  .flatMap((name) => tables[name as keyof typeof tables])
  .filter(({ name }) => name.includes(values.only));
for (const [i, row] of rows.entries()) {
  if (i % parts !== part) continue;
  try {
    process.stdout.write(render(playStranger(row, Number(values.seed) + i)));
  } catch (cause) {
    process.stdout.write(`${row.name} THREW ${cause instanceof Error ? cause.stack : String(cause)}\n`);
  }
}
