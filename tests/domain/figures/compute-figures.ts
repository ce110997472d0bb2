import type { AlarmFigures } from "../../../protocol/incident.ts";
import { type AlarmFact, createFigureCount } from "../../../server/domain/figures/alarm-figures.ts";

/** The figures of a span from a whole journal. */
export function computeFigures(facts: Iterable<AlarmFact>, fromMs: number, toMs: number): AlarmFigures {
  const count = createFigureCount(fromMs, toMs);
  for (const fact of facts) count.take(fact);
  return count.result();
}
