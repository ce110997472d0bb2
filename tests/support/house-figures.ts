import { DatabaseSync } from "@photostructure/sqlite";

// The figures of ISA-18.2 once more, from the rows of the journal by SQL and by counting: nothing here is the server's.

/** One step of an alarm as the journal's row has it. */
interface Row {
  readonly at: number;
  readonly key: string;
  readonly kind: string;
  readonly severity: string | null;
  readonly latches: number | null;
  /** Second of source time, which names an occurrence. */
  readonly second: number | null;
}

const rowsSql = `
  SELECT written_ms AS at, fact ->> '$.event.kind' AS kind, fact ->> '$.event.finding.severity' AS severity,
    fact ->> '$.event.latches' AS latches, (fact ->> '$.event.atMs') / 1000 AS second,
    (fact ->> '$.key.loopId') || '.' || (fact ->> '$.key.alarmClass')
      || coalesce('.' || (fact ->> '$.key.part'), '') AS key
  FROM journal WHERE fact ->> '$.kind' = 'alarm' AND written_ms < ? ORDER BY seq`;

/** What is followed of one alarm. */
interface Followed {
  state: "normal" | "unacknowledged" | "acknowledged" | "returned" | "latched unacknowledged" | "latched";
  readonly holds: Set<string>;
  openedAt: number;
  occurrenceAt: number;
  occurrence: string;
  severity: string;
  waitsSince: number | null;
  readonly openings: number[];
  isFleeting: boolean;
  calls: number;
}

const begin = (): Followed => ({
  ...{ state: "normal", holds: new Set(), openedAt: 0, occurrenceAt: 0, occurrence: "", waitsSince: null },
  severity: "",
  ...{ openings: [], isFleeting: false, calls: 0 },
});

const holdBegins: Readonly<Record<string, string>> = {
  shelved: "shelf",
  "taken out of service": "service",
  suppressed: "suppression",
};
const holdEnds: Readonly<Record<string, string>> = {
  unshelved: "shelf",
  "shelf ended": "shelf",
  worsened: "shelf",
  "put back in service": "service",
  unsuppressed: "suppression",
};

function move(alarm: Followed, { at, kind, key, severity, latches, second }: Row): void {
  const { state } = alarm;
  if (severity !== null && kind !== "rising") alarm.severity = severity;
  const begun = holdBegins[kind];
  if (begun !== undefined) alarm.holds.add(begun);
  const ended = holdEnds[kind];
  if (ended !== undefined) alarm.holds.delete(ended);
  if (kind === "opened") alarm.openedAt = at;
  if (kind === "opened" || kind === "worsened") {
    alarm.state = "unacknowledged";
    alarm.occurrenceAt = at;
    alarm.occurrence = `${key}.${second}`;
  } else if (kind === "called again") alarm.state = "unacknowledged";
  else if (kind === "acknowledged") {
    if (state === "unacknowledged") alarm.state = "acknowledged";
    if (state === "returned") alarm.state = "normal";
    if (state === "latched unacknowledged") alarm.state = "latched";
  } else if (kind === "returned") {
    const isLatched = latches === 1;
    if (state === "unacknowledged" || state === "latched unacknowledged")
      alarm.state = isLatched ? "latched unacknowledged" : "returned";
    if (state === "acknowledged" || state === "latched") alarm.state = isLatched ? "latched" : "normal";
  } else if (kind === "reset" && state === "latched") alarm.state = "normal";
}

/** This step calls somebody: it is as the alarm stands after it. */
function isCall({ state, holds }: Followed, { kind }: Row): boolean {
  if (holds.size > 0) return false;
  if (kind === "opened" || kind === "worsened" || kind === "called again") return true;
  return holdEnds[kind] !== undefined && (state === "unacknowledged" || state === "latched unacknowledged");
}

/** How long somebody was waited for, when this step ends that; `null`: it does not, or nobody was. */
function waitFor(alarm: Followed, row: Row): number | null {
  const { at, kind } = row;
  const since = alarm.waitsSince;
  const asks = ["unacknowledged", "returned", "latched unacknowledged"].includes(alarm.state);
  if (kind === "acknowledged" || !asks) alarm.waitsSince = null;
  else if (isCall(alarm, row)) alarm.waitsSince = at;
  else if (kind === "opened" || kind === "worsened" || kind === "called again") alarm.waitsSince = null;
  return kind === "acknowledged" && since !== null ? at - since : null;
}

const tenMinutes = 600_000;

/** Calls of the ten minutes until `at`, `at` included. */
const countAt = (calls: readonly number[], at: number): number =>
  calls.filter((call) => call <= at && at < call + tenMinutes).length;

function toFloods(calls: readonly number[], from: number, to: number) {
  const moments = [...new Set(calls.flatMap((call) => [call, call + tenMinutes]))].sort((a, b) => a - b);
  let count = 0;
  let totalMs = 0;
  let since: number | null = null;
  for (const at of moments.filter((moment) => moment <= to)) {
    const n = countAt(calls, at);
    if (since === null && n > 10) {
      since = at;
      count += 1;
    } else if (since !== null && n < 5) {
      totalMs += at - since;
      since = null;
    }
  }
  if (since !== null) totalMs += to - since;
  return { count, totalMs, shareOfTime: totalMs / (to - from) };
}

const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);

function toMedian(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0;
  return (low + high) / 2;
}

/** Most openings within less than a minute. */
const toChatter = (openings: readonly number[]): number =>
  most(openings.map((at) => openings.filter((other) => other <= at && at - other < 60_000).length));

/** The figures of [from, to) as the API gives them, in the same shape. */
export function countFigures(statePath: string, from: number, to: number) {
  const db = new DatabaseSync(statePath, { readOnly: true });
  const rows = db.prepare(rowsSql).all(to) as unknown as readonly Row[];
  db.close();
  const alarms = new Map<string, Followed>();
  const calls: number[] = [];
  const floodCalls: number[] = [];
  const waits: number[] = [];
  const bySeverity: Record<string, number> = { emergency: 0, warning: 0, caution: 0, advisory: 0 };
  for (const row of rows) {
    const alarm = alarms.get(row.key) ?? begin();
    alarms.set(row.key, alarm);
    move(alarm, row);
    const waited = waitFor(alarm, row);
    if (row.at < from) continue;
    if (waited !== null) waits.push(waited);
    if (row.kind === "opened") alarm.openings.push(row.at);
    if (row.kind === "returned" && row.at - alarm.openedAt <= 10_000) alarm.isFleeting = true;
    if (!isCall(alarm, row)) continue;
    calls.push(row.at);
    if (alarm.severity !== "advisory") floodCalls.push(row.at);
    alarm.calls += 1;
    bySeverity[alarm.severity]! += 1;
  }
  const named = [...alarms].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    fromMs: from,
    toMs: to,
    annunciated: calls.length,
    perHour: calls.length / ((to - from) / 3_600_000),
    mostInTenMinutes: most(floodCalls.map((at) => countAt(floodCalls, at))),
    floods: toFloods(floodCalls, from, to),
    chattering: named
      .map(([key, { openings }]) => ({ key, times: toChatter(openings) }))
      .filter(({ times }) => times >= 3)
      .sort((a, b) => b.times - a.times),
    fleeting: named.filter(([, { isFleeting }]) => isFleeting).length,
    stale: named
      .filter(([, { state, occurrenceAt }]) => state !== "normal" && to - occurrenceAt > 86_400_000)
      .map(([, { occurrence }]) => occurrence)
      .sort(),
    bySeverity,
    topTen: named
      .filter(([, alarm]) => alarm.calls > 0)
      .map(([key, alarm]) => ({ key, count: alarm.calls, share: alarm.calls / calls.length }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 10),
    timeToAcknowledgeMs: waits.length === 0 ? null : { median: toMedian(waits), longest: most(waits) },
  };
}
