import type { ReplayStory } from "../../protocol/replay.ts";
import { alarmClassWords, severityWord } from "../state/alarm-words.ts";
import { type ToldRow, toToldRows } from "../state/replay-told.ts";
import { statusOfSeverity } from "../state/status.ts";
import { toStamp } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

const kindWords: Readonly<Record<ToldRow["kind"], string>> = {
  both: "called live, and in this replay",
  "only live": "called live, not in this replay",
  "only replay": "in this replay, not called live",
  "not judged": "called live; it is about the arrival of telemetry, which a replay does not have",
};

/** What was annunciated then, beside what the replay annunciates. */
export function ReplayTold(props: { readonly story: ReplayStory; readonly onGoTo: (atMs: number) => void }) {
  const rows = toToldRows(props.story);
  return (
    <section class="card" aria-label="Alarms of this stretch" data-testid="replay-told">
      <h3>Alarms of this stretch</h3>
      {rows.length === 0 ? (
        <p class="empty-line">None was called, then or in this replay.</p>
      ) : (
        <ol class="replay-rows">
          {rows.map(({ id, openedMs, alarm, kind }) => (
            <li key={id} data-kind={kind}>
              <StatusShape status={statusOfSeverity[alarm.severity]} />
              <button type="button" class="num" onClick={() => props.onGoTo(openedMs)}>
                {toStamp(openedMs)}
              </button>
              <span>
                {alarm.headline}
                <span class="quiet block">
                  {severityWord(alarm.severity)}, {alarmClassWords[alarm.alarmClass]}; {kindWords[kind]}
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {props.story.isCut ? (
        <p class="problem" role="status">
          More happened than a replay can carry: its last events are left out. Choose a shorter stretch.
        </p>
      ) : null}
    </section>
  );
}
