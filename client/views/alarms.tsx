import { usePage } from "../page.ts";
import { StatusShape } from "../parts/status-shape.tsx";
import { toHash } from "../state/route.ts";
import { alarmStateWords, isOpen, severityWord, statusOfSeverity } from "../state/status.ts";
import { alarmClassWords, toMeasured, toUtcDay, toUtcTime, toVerdictWords } from "../state/words.ts";

/** Every occurrence this server remembers for the page, newest first. */
export function Alarms() {
  const { store } = usePage();
  const alarms = [...store.alarms.value].sort((a, b) => b.openedMs - a.openedMs);
  const nameOf = (loopId: string) => store.loops.value.find(({ id }) => id === loopId)?.name ?? loopId;
  if (alarms.length === 0) {
    return (
      <section class="card empty">
        <h2>No alarms</h2>
        <p>
          Nothing has been annunciated. Each alarm will be listed here with its evidence and who took it on.
        </p>
      </section>
    );
  }
  return (
    <section class="card" aria-label="Alarms">
      <h2>Alarms</h2>
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Opened, source time</th>
              <th scope="col">Loop</th>
              <th scope="col">What</th>
              <th scope="col" class="right">
                Leak
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {alarms.map((alarm) => (
              <tr key={alarm.id} class={isOpen(alarm) ? "" : "row-over"} data-testid="alarm-row">
                <td>
                  <span
                    class={`status-word status-${isOpen(alarm) ? statusOfSeverity[alarm.severity] : "off"}`}
                  >
                    <StatusShape status={statusOfSeverity[alarm.severity]} />
                    {severityWord(alarm.severity)}
                  </span>
                </td>
                <td class="num nowrap">
                  {toUtcTime(alarm.openedMs)} <span class="quiet">{toUtcDay(alarm.openedMs)}</span>
                </td>
                <td>
                  <a href={toHash({ kind: "loop", loopId: alarm.loopId })}>{nameOf(alarm.loopId)}</a>
                </td>
                <td>
                  {alarm.headline}
                  <span class="quiet block">
                    {alarm.verdict === "unknown" ? `${alarmClassWords[alarm.alarmClass]}: ` : ""}
                    {toVerdictWords(alarm.verdict)}
                    <span class="alarm-row-id num">{alarm.id}</span>
                  </span>
                </td>
                <td class={`num right nowrap ${alarm.leakKgPerH === null ? "cell-none" : ""}`}>
                  {alarm.leakKgPerH === null
                    ? "–"
                    : `${toMeasured(alarm.leakKgPerH, alarm.leakSdKgPerH)} kg/h`}
                </td>
                <td>
                  {alarmStateWords[alarm.state]}
                  {alarm.acknowledgement ? (
                    <span class="quiet block">
                      acknowledged by {alarm.acknowledgement.by}, {toUtcTime(alarm.acknowledgement.atMs)}
                      {alarm.acknowledgement.comment ? `: ${alarm.acknowledgement.comment}` : ""}
                    </span>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
