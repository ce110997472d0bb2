import type { AlarmView } from "../../protocol/alarm.ts";
import { usePage } from "../page.ts";
import { severityWord, shortStateWords, toHoldWords, toKeyWords, toLoopName } from "../state/alarm-words.ts";
import { toHash } from "../state/route.ts";
import { statusOfSeverity } from "../state/status.ts";
import { isCalling, isOpen } from "../state/urgency.ts";
import { toDay, toMeasured, toTime } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

/** What there is to know of an alarm in a list: one link, and its act beside it. */
export function AlarmRow(props: {
  readonly alarm: AlarmView;
  /** Left out where a list only tells of the past. */
  readonly onAcknowledge?: ((alarm: AlarmView) => void) | undefined;
}) {
  const { alarm, onAcknowledge } = props;
  const { store } = usePage();
  const isQuiet = !isOpen(alarm) || alarm.hold !== null;
  const status = statusOfSeverity[alarm.severity];
  const state = alarm.hold
    ? toHoldWords(alarm.hold, store.serverNowMs.value)
    : alarm.acknowledgement && alarm.state === "acknowledged"
      ? `Acknowledged by ${alarm.acknowledgement.by}`
      : shortStateWords[alarm.state];
  const facts = [
    ...(alarm.blindSinceMs === null || !isOpen(alarm) ? [] : ["blind"]),
    ...(alarm.assignee === null ? [] : [`with ${alarm.assignee}`]),
    ...(alarm.calls > 1 ? [`called ${alarm.calls} times`] : []),
  ];
  return (
    <li class={`alarm-row ${isQuiet ? "row-over" : ""}`} data-testid="alarm-row" data-state={alarm.state}>
      <a
        class="alarm-row-link"
        href={toHash({ kind: "alarm", occurrenceId: alarm.id })}
        data-alarm={alarm.id}
      >
        <span class={`status-word status-${isQuiet ? "off" : status}`}>
          <StatusShape status={isQuiet ? "off" : status} />
          {severityWord(alarm.severity)}
        </span>
        <span class="alarm-row-what">
          <span class={isCalling(alarm) ? "alarm-row-calls" : ""}>{alarm.headline}</span>
          <span class="quiet block">
            {toLoopName(store.loops.value, alarm.loopId)}, {toKeyWords(alarm)}
            {alarm.leakKgPerH === null ? "" : `, ${toMeasured(alarm.leakKgPerH, alarm.leakSdKgPerH)} kg/h`}
          </span>
        </span>
        <span class="alarm-row-state">
          <span class={isCalling(alarm) ? "alarm-row-calls" : ""}>{state}</span>
          {facts.length === 0 ? null : <span class="quiet block">{facts.join(", ")}</span>}
        </span>
        <span class="num nowrap alarm-row-time">
          {toTime(alarm.openedMs)} <span class="quiet">{toDay(alarm.openedMs)}</span>
        </span>
      </a>
      {onAcknowledge ? (
        <span class="alarm-row-act">
          {isCalling(alarm) ? (
            <button
              type="button"
              onClick={() => onAcknowledge(alarm)}
              aria-label={`Acknowledge: ${alarm.headline}`}
            >
              Acknowledge
            </button>
          ) : null}
        </span>
      ) : null}
    </li>
  );
}
