import type { AlarmView } from "../../protocol/alarm.ts";
import type { OccurrenceId } from "../../protocol/ids.ts";
import type { ReplayStory } from "../../protocol/replay.ts";

/** An occurrence as it was annunciated then, and as the replay has it. */
export interface ToldRow {
  readonly id: OccurrenceId;
  readonly openedMs: number;
  /** The replay's, or else the journal's. */
  readonly alarm: AlarmView;
  /**
   * `not judged`: of a class that is about the arrival of telemetry or the monitor itself, which is not stored.
   */
  readonly kind: "both" | "only live" | "only replay" | "not judged";
}

/** Every occurrence of the stretch once, in the order in which they opened. */
export function toToldRows({ events, told }: Pick<ReplayStory, "events" | "told">): readonly ToldRow[] {
  const replayed = new Map(events.map(({ alarm }) => [alarm.id, alarm]));
  const live = new Map(told.map((alarm) => [alarm.id, alarm]));
  const rows: ToldRow[] = [];
  for (const alarm of [...replayed.values(), ...told.filter(({ id }) => !replayed.has(id))]) {
    const { id, openedMs, alarmClass } = alarm;
    const isArrival = alarmClass === "sensing" || alarmClass === "house";
    const kind = isArrival
      ? "not judged"
      : !live.has(id)
        ? "only replay"
        : replayed.has(id)
          ? "both"
          : "only live";
    rows.push({ id, openedMs, alarm, kind });
  }
  return rows.sort((a, b) => a.openedMs - b.openedMs);
}
