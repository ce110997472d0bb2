import type { AlarmClass } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import type { IncidentEvent } from "../../protocol/incident.ts";
import type { Mark } from "../charts/annotations.ts";
import type { TimeSpan } from "./route.ts";
import type { Store } from "./store.ts";

/** What began at the mark: only a leak has an onset that counts down to something. */
const onsetLabels: Readonly<Record<AlarmClass, string>> = {
  leak: "onset",
  sensor: "sensor",
  "data-path": "data path",
  process: "change",
  limit: "limit",
  sensing: "unheard",
  house: "monitor",
};

/** What people did and what was lost, in a word each; the rest of a timeline is its alarms' own, which have marks. */
const eventLabels: Readonly<Partial<Record<IncidentEvent["kind"], string>>> = {
  acknowledged: "acknowledged",
  shelved: "shelved",
  operation: "operation",
  blind: "signal lost",
  "seen again": "signal back",
};

/** More marks than this hide the lines. */
const mostMarks = 16;

/** Moments worth a line in a loop's charts: when alarms began, what people did, when nothing was heard. Newest first. */
export function toMarks(
  store: Pick<Store, "alarms" | "incidents">,
  loopId: LoopId,
  shown: TimeSpan | null,
): readonly Mark[] {
  const alarms = [
    ...(store.alarms.standingByLoop.peek().get(loopId) ?? []),
    ...store.alarms.over.peek().filter((alarm) => alarm.loopId === loopId),
  ].flatMap(({ onsetMs, alarmClass }) =>
    onsetMs === null ? [] : [{ atMs: onsetMs, label: onsetLabels[alarmClass] }],
  );
  const events = store.incidents
    .peek()
    .filter((incident) => incident.loopId === loopId)
    .flatMap(({ timeline }) =>
      timeline.flatMap(({ kind, atMs }) => {
        const label = eventLabels[kind];
        return label === undefined ? [] : [{ atMs, label }];
      }),
    );
  return [...alarms, ...events]
    .filter(({ atMs }) => shown === null || (atMs >= shown.fromMs && atMs <= shown.toMs))
    .sort((a, b) => b.atMs - a.atMs)
    .slice(0, mostMarks);
}
