import { type InfluxQueries, type InfluxTable, tablesOf } from "./influx-queries.ts";
import { every, type InfluxQl, identifier, influxQl } from "./influxql.ts";

/**
 * Number of points in a measurement. InfluxQL can only count values of a field, and a point need not have every
 * field; but in a subquery a tag counts like a field, once a point. So: points that have the first tag, plus
 * those without it that have the second, and so on. Points without any tag are counted by their most frequent
 * field, which is exact when they all have it. Rejects with `StoreError`.
 */
export async function countPoints(
  label: string,
  queries: InfluxQueries,
  measurement: string,
): Promise<number> {
  const from = identifier(measurement);
  const [fieldResult, tagResult] = await queries.ask([
    influxQl`SHOW FIELD KEYS FROM ${from}`,
    influxQl`SHOW TAG KEYS FROM ${from}`,
  ]);
  const fields = firstColumn(tablesOf(label, fieldResult));
  const [only] = fields;
  if (only === undefined) return 0;
  const tags = firstColumn(tablesOf(label, tagResult)).filter((tag) => !fields.includes(tag));
  const without: InfluxQl[] = [];
  const statements: InfluxQl[] = [];
  if (fields.length > 1) {
    for (const tag of tags) {
      statements.push(
        influxQl`SELECT count(${identifier(tag)}::tag) FROM (SELECT * FROM ${from} WHERE ${every(without)})`,
      );
      without.push(influxQl`${identifier(tag)}::tag = ''`);
    }
  }
  statements.push(influxQl`SELECT count(*) FROM ${from} WHERE ${every(without)}`);
  let points = 0;
  for (const result of await queries.ask(statements)) points += largestCount(tablesOf(label, result));
  return points;
}

const firstColumn = (tables: readonly InfluxTable[]): readonly string[] =>
  tables.flatMap(({ rows }) => rows.map(([name]) => String(name)));

/** The first column is the time, the others are counts. */
const largestCount = (tables: readonly InfluxTable[]): number =>
  Math.max(0, ...tables.flatMap(({ rows }) => rows.flatMap((row) => row.slice(1).map(Number))));
