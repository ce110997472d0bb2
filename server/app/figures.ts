import type { AlarmFigures } from "../../protocol/incident.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { createFigureCount } from "../domain/figures/alarm-figures.ts";
import type { Clock, JournalEntry } from "./ports.ts";

/** Counts the alarm system's figures. Rejects when the journal cannot be read. */
export type FiguresReader = (fromMs: EpochMs, toMs: EpochMs) => Promise<AlarmFigures>;

/** Facts read at a time: a few milliseconds. A journal of years has a million. */
const factsATurn = 500;

/**
 * The whole journal is read for each question, for only so it is known what stood and what was held. In small turns: telemetry
 * and alarms come first. One question at a time; the same question meanwhile gets the same answer.
 */
export function createFiguresReader(parts: {
  readonly journal: () => Iterable<JournalEntry>;
  readonly clock: Pick<Clock, "after">;
}): FiguresReader {
  const { journal, clock } = parts;
  const underWay = new Map<string, Promise<AlarmFigures>>();
  let last: Promise<unknown> = Promise.resolve();

  const turn = (): Promise<void> => new Promise((resolve) => void clock.after(0, resolve));

  const count = async (fromMs: EpochMs, toMs: EpochMs): Promise<AlarmFigures> => {
    const figures = createFigureCount(fromMs, toMs);
    let read = 0;
    for (const entry of journal()) {
      if (entry.kind === "alarm") figures.take(entry);
      read += 1;
      if (read % factsATurn === 0) await turn();
    }
    return figures.result();
  };

  return (fromMs, toMs) => {
    const question = `${fromMs} ${toMs}`;
    const same = underWay.get(question);
    if (same !== undefined) return same;
    const answer = last
      .then(() => count(fromMs, toMs))
      .finally(() => {
        underWay.delete(question);
      });
    underWay.set(question, answer);
    last = answer.catch(() => undefined);
    return answer;
  };
}
