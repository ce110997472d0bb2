import { useComputed } from "@preact/signals";
import type { LoopView } from "../../protocol/telemetry.ts";
import { toReadable } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import { shortStateWords, toHoldWords } from "../state/alarm-words.ts";
import { isRough, tellsInventory, toAmountScale } from "../state/contents.ts";
import { toHash } from "../state/route.ts";
import { toLoopStatus } from "../state/status.ts";
import { isCalling } from "../state/urgency.ts";
import { toAgo, toMeasured, toTimeLeftWords } from "../state/words.ts";
import { InventoryBar } from "./inventory-bar.tsx";
import { Sparkline } from "./sparkline.tsx";
import { StatusShape } from "./status-shape.tsx";

/** One loop at a glance: is it well, how much is in it, and when it was heard. */
export function LoopTile(props: { readonly loop: LoopView; readonly selected: boolean }) {
  const { store } = usePage();
  const { loop } = props;
  // Each by itself: the news of one loop must not draw the tiles of three hundred.
  const alarms = useComputed(() => store.alarms.standingByLoop.value.get(loop.id)).value ?? [];
  const worst = alarms[0];
  const signal = useComputed(() => store.signalByLoop.value.get(loop.id)).value;
  const estimate = useComputed(() => store.estimateByLoop.value.get(loop.id)).value;
  const heard = useComputed(() =>
    toAgo(store.signalByLoop.value.get(loop.id)?.lastArrivalMs ?? null, store.serverNowMs.value),
  ).value;
  const { status, word } = toLoopStatus({ alarms, signal, estimate });
  const leakKgPerH = estimate?.leakKgPerH ?? worst?.leakKgPerH ?? null;
  const leakSdKgPerH = estimate?.leakKgPerH ? estimate.leakSdKgPerH : (worst?.leakSdKgPerH ?? null);
  const timeLeft = estimate?.timeLeft ?? worst?.timeLeft ?? null;
  const inventoryL = estimate?.inventoryL ?? null;
  const scale = toAmountScale(loop);

  return (
    <a
      class={`tile edge-${status} ${props.selected ? "tile-selected" : ""} ${worst && isCalling(worst) ? "tile-calls" : ""}`}
      href={toHash({ kind: "loop", loopId: loop.id, span: null })}
      aria-current={props.selected ? "true" : undefined}
      data-testid={`loop-tile-${loop.id}`}
      data-status={status}
    >
      <span class="tile-who">
        <span class={`status-word status-${status}`}>
          <StatusShape status={status} />
          {word}
        </span>
        <span class="tile-name">{loop.name}</span>
        <span class="tile-heard">
          {signal?.silent ? "silent, heard " : "heard "}
          {heard}
        </span>
      </span>
      <span class="tile-inventory">
        {inventoryL === null ? (
          <span class="tile-unknown quiet">
            {tellsInventory(loop) ? "inventory not known" : "no sensor tells the inventory"}
          </span>
        ) : (
          <span class="tile-number num value">
            {toReadable(inventoryL * scale.factor, isRough(loop) ? 3 : 4)} {scale.unit}
            {estimate?.bottomedOut ? " at most" : ""}
          </span>
        )}
        {tellsInventory(loop) ? <Sparkline loop={loop} /> : null}
        {inventoryL === null ? null : <InventoryBar inventoryL={inventoryL} loop={loop} />}
      </span>
      {worst ? (
        <span class="tile-alarm">
          <b>
            {worst.hold ? toHoldWords(worst.hold, store.serverNowMs.value) : shortStateWords[worst.state]}
            {alarms.length > 1 ? <span class="quiet"> and {alarms.length - 1} more</span> : null}
          </b>
          {worst.alarmClass === "leak" && leakKgPerH !== null && !isRough(loop) ? (
            <span class="num value">{toMeasured(leakKgPerH, leakSdKgPerH)} kg/h</span>
          ) : null}
          {worst.alarmClass === "leak" && timeLeft ? (
            <span class="num value">{toTimeLeftWords(timeLeft)}</span>
          ) : null}
          {worst.alarmClass === "leak" ? null : <span class="tile-headline">{worst.headline}</span>}
        </span>
      ) : null}
    </a>
  );
}

/** Loops that never sent anything: known, but quiet and small. */
export function WaitingLoops(props: { readonly loops: readonly LoopView[] }) {
  return (
    <ul class="waiting" aria-label="Loops waiting for their first sample">
      {props.loops.map((loop) => (
        <li key={loop.id}>
          <a
            class="waiting-loop"
            href={toHash({ kind: "loop", loopId: loop.id, span: null })}
            data-testid={`loop-tile-${loop.id}`}
            data-status="off"
          >
            <StatusShape status="off" />
            <span>
              {loop.name}
              <span class="quiet">waiting for its first sample</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
