import type { ChannelView } from "../../protocol/telemetry.ts";
import { StatusShape } from "../parts/status-shape.tsx";
import { toMeasure } from "../state/measures.ts";
import type { SensorState } from "../state/sensor-state.ts";
import { toPixels } from "./pixels.ts";
import type { PlacedRow } from "./placed.ts";

/** One sensor: its name, its value, and a mark with a word where something is wrong with either. */
export function SensorRow(props: {
  readonly row: PlacedRow;
  readonly channel: ChannelView;
  readonly state: SensorState;
  /** Where it stands by itself; left out inside a card. */
  readonly at?: { readonly left: number; readonly top: number; readonly width: number };
  /** Takes the element into which the value is written, past the virtual DOM. */
  readonly valueRef: (element: HTMLElement | null) => void;
}) {
  const { channel, state } = props;
  const isPlain = state.word === "ok";
  return (
    <li
      class={`mimic-row ${isPlain ? "" : `mimic-marked edge-${state.status}`} ${state.isOld ? "mimic-old" : ""} ${props.at ? "mimic-alone" : ""}`}
      {...(props.at ? { style: toPixels(props.at) } : {})}
      title={state.why === "" ? channel.name : state.why}
      data-testid={`mimic-${channel.id}`}
      data-state={state.word}
    >
      {isPlain ? null : <StatusShape status={state.status} />}
      <span class="mimic-label">{props.row.label}</span>
      {isPlain ? null : <span class={`mimic-word status-${state.status}`}>{state.word}</span>}
      {state.isFirst ? <span class="mimic-word">first</span> : null}
      <b class="num value" ref={props.valueRef} />
      <span class="unit">{toMeasure(channel.unit).label}</span>
    </li>
  );
}
