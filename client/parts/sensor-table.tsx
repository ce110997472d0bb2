import { useEffect, useRef } from "preact/hooks";
import type { LoopView } from "../../protocol/telemetry.ts";
import { createDrawLoop } from "../charts/draw-loop.ts";
import { toValueText } from "../mimic/write-values.ts";
import { usePage } from "../page.ts";
import { shownUnits, toMeasure } from "../state/measures.ts";
import { toSensorState } from "../state/sensor-state.ts";
import { toTime } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

/** Every sensor in words: what it shows, how far it is believed, why not wholly, and when it was heard last. */
export function SensorTable(props: { readonly loop: LoopView }) {
  const { store, trends } = usePage();
  const { loop } = props;
  const cells = useRef(new Map<number, HTMLElement>());
  const alarms = store.alarms.standingByLoop.value.get(loop.id) ?? [];
  const condition = store.conditionByLoop.value.get(loop.id);
  const ready = store.ready.value;
  const units = shownUnits.value;
  useEffect(() => {
    if (!ready) return undefined;
    const drawLoop = createDrawLoop(() => {
      for (const [column, cell] of cells.current) {
        const text = toValueText(loop, column, watched?.latest.valueOf(column) ?? Number.NaN);
        if (cell.textContent !== text) cell.textContent = text;
      }
    });
    const watched = trends.watch(loop.id, drawLoop.mark);
    drawLoop.mark();
    return () => {
      drawLoop.close();
      watched?.close();
    };
  }, [trends, loop, ready, units]);

  const rows = loop.channels.map((channel, column) => ({
    ...{ channel, column },
    heardMs: condition?.channels[column]?.takenMs ?? null,
    state: toSensorState(channel, condition?.channels[column], alarms),
  }));
  const odd = rows.filter(({ state }) => state.word !== "ok").length;
  return (
    <details class="card sensors" data-testid="sensors" open={odd > 0}>
      <summary>
        <h3>Sensors</h3>
        <span class="quiet">
          {odd === 0 ? `all ${rows.length} are believed` : `${odd} of ${rows.length} need a look`}
        </span>
      </summary>
      <div class="table-scroll">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Sensor</th>
              <th scope="col">Place</th>
              <th scope="col">Value</th>
              <th scope="col">Believed</th>
              <th scope="col">Why not</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ channel, column, state, heardMs }) => (
              <tr key={channel.id} data-testid={`sensor-${channel.id}`}>
                <td>{channel.name}</td>
                <td class="quiet">{channel.position ?? "not said"}</td>
                <td class="nowrap">
                  <span
                    class="num value"
                    ref={(cell) => {
                      if (cell) cells.current.set(column, cell);
                      else cells.current.delete(column);
                    }}
                  />{" "}
                  <span class="unit">{toMeasure(channel.unit).label}</span>
                </td>
                <td>
                  <span class={`status-word status-${state.status}`}>
                    <StatusShape status={state.status} />
                    {state.word}
                  </span>
                </td>
                <td>
                  {state.why}
                  {heardMs === null ? "" : ` Last sample ${toTime(heardMs)}.`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
