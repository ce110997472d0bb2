import type { LedgerLeak } from "../../../../protocol/incident.ts";
import { days, type EpochMs } from "../../../../protocol/time.ts";
import { toReadable, toSpan } from "../../../../protocol/units.ts";
import type { Standing } from "./digest-facts.ts";
import { toLine, toPlace } from "./digest-words.ts";

type Rate = LedgerLeak["rates"][number];

const toRate = ({ kgPerH, sdKgPerH }: Rate): string =>
  `${toReadable(kgPerH)}${sdKgPerH === null ? "" : ` ± ${toReadable(sdKgPerH, 2)}`} kg/h`;

/** Leaks that nobody has repaired, the fastest first: rate now and a week ago, by the loop's own time. */
export function toLedgerLines({ leaks, loops }: Pick<Standing, "leaks" | "loops">): readonly string[] {
  const nowMsByLoop = new Map(
    loops.flatMap(({ loop, estimate }) => (estimate === null ? [] : [[loop.id, estimate.atMs] as const])),
  );
  return leaks
    .filter(({ state }) => state !== "repaired")
    .toSorted((a, b) => (b.rates.at(-1)?.kgPerH ?? 0) - (a.rates.at(-1)?.kgPerH ?? 0))
    .map((leak) => toLeakLine(leak, nowMsByLoop.get(leak.loopId)));
}

function toLeakLine({ loopId, state, entries, rates }: LedgerLeak, sourceMs: EpochMs | undefined): string {
  const now = rates.at(-1);
  const nowMs = Math.max(sourceMs ?? Number.NEGATIVE_INFINITY, now?.atMs ?? 0);
  const before = rates.findLast(({ atMs }) => atMs <= nowMs - days(7));
  const first = entries[0];
  const grew = entries.filter(({ kind }) => kind === "grew").length;
  const isStopped = entries.at(-1)?.kind === "stopped";
  return toLine(
    `${toPlace(loopId)}: ${state === "isolated" ? "isolated" : isStopped ? "stopped, not repaired" : "open"}`,
    first === undefined ? null : `for ${toSpan(Math.max(0, nowMs - first.atMs))}`,
    now === undefined ? "rate unknown" : `${toRate(now)} now`,
    before === undefined ? "not yet known a week ago" : `${toRate(before)} a week ago`,
    grew === 0 ? null : `grew ${grew === 1 ? "once" : `${grew} times`}`,
  );
}
