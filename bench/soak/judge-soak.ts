import type { AlarmView } from "../../protocol/alarm.ts";
import { measurementOf, toLoopName } from "../ingest/shape.ts";
import { steppedLoops } from "./faults.ts";
import { publishedMeasurement } from "./publisher.ts";

/** A sentence that must be true at the end of a soak, and whether it is. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** What was acknowledged, and where to look for it. */
export interface SoakEnd {
  readonly serverUrl: string;
  readonly databaseUrl: string;
  readonly database: string;
  readonly loops: number;
  readonly leakingLoop: number;
  /** Moments of all loops that were answered 204. */
  readonly moments: number;
  /** Messages that the broker acknowledged to their publisher. */
  readonly published: number;
  /** Subjects of the mails that the mail server took. */
  readonly subjects: readonly string[];
}

/** Classes that tell of the loops and not of the world around them, in which faults were made. */
const loopClasses: readonly AlarmView["alarmClass"][] = ["leak", "process", "sensor"];

export async function judgeSoak(end: SoakEnd): Promise<readonly Claim[]> {
  const rows = await countRows(end, `SELECT count(quantity_pct) FROM ${measurementOf.wide} GROUP BY loop`);
  const wrong = Array.from({ length: end.loops }, (_, i) => toLoopName(i)).filter(
    (loop) => rows.get(loop) !== end.moments,
  );
  const published = (await countRows(end, `SELECT count(n) FROM ${publishedMeasurement}`)).get("") ?? 0;
  const answer = await fetch(`${end.serverUrl}/api/v1/alarms`);
  const alarms = (await answer.json()) as readonly AlarmView[];
  const leaking = toLoopName(end.leakingLoop);
  const stepped = steppedLoops.map(toLoopName);
  const found = alarms.filter(({ alarmClass, loopId }) => alarmClass === "leak" && loopId === leaking);
  const others = alarms.filter(
    ({ alarmClass, loopId }) =>
      loopId !== leaking && !stepped.includes(loopId) && loopClasses.includes(alarmClass),
  );
  const falseLeaks = alarms.filter(({ alarmClass, loopId }) => alarmClass === "leak" && loopId !== leaking);
  const mails = end.subjects.filter((subject) => subject.includes(leaking));
  return [
    {
      claim: "every point that was answered 204 is in the database, once",
      holds: wrong.length === 0,
      detail: `${end.moments * end.loops} points; loops with another count: ${wrong.join(", ") || "none"}`,
    },
    {
      claim: "every message that the broker acknowledged is in the database, once",
      holds: published === end.published,
      detail: `${end.published} messages, ${published} points`,
    },
    {
      claim: "the leak is found",
      holds: found.length > 0,
      detail: `${found.map(({ headline }) => headline).join("; ")}`,
    },
    {
      claim: "no leak is called anywhere else",
      holds: falseLeaks.length === 0,
      detail: falseLeaks.map(({ headline }) => headline).join("; ") || "none",
    },
    {
      claim: "no other loop whose clock was right has an alarm of its own",
      holds: others.length === 0,
      detail: others.map(({ loopId, headline }) => `${loopId}: ${headline}`).join("; ") || "none",
    },
    {
      claim: "the mail about the leak was taken, though the mail server refused for a while",
      holds: mails.length > 0,
      detail: mails.join("; "),
    },
  ];
}

async function countRows(end: SoakEnd, statement: string): Promise<ReadonlyMap<string, number>> {
  const query = new URLSearchParams({ q: statement, db: end.database });
  const answer = await fetch(`${end.databaseUrl}/query`, { method: "POST", body: query });
  const { results } = (await answer.json()) as {
    results: readonly {
      series?: readonly { tags?: { loop?: string }; values: readonly (readonly number[])[] }[];
    }[];
  };
  return new Map(
    (results[0]?.series ?? []).map(({ tags, values }) => [tags?.loop ?? "", values[0]?.[1] ?? 0]),
  );
}
