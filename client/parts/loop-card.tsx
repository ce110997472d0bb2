import type { LoopView } from "../../protocol/telemetry.ts";
import { usePage } from "../page.ts";
import { isRough, tellsInventory, toAmountScale, toContentsWords } from "../state/contents.ts";
import { toProofWords } from "../state/proof-words.ts";
import { isHeard, toDetectionStatus } from "../state/status.ts";
import { toAgo, toDetectionWords, toMeasured, toStamp } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { DeclareOperation } from "./declare-operation.tsx";
import { InventoryBar } from "./inventory-bar.tsx";
import { MayAct } from "./may-act.tsx";
import { StatusShape } from "./status-shape.tsx";

/** What can be said of a loop now, in words, with its inventory and the facts its owner gave. */
export function LoopCard(props: { readonly loop: LoopView }) {
  const { store } = usePage();
  const { loop } = props;
  const signal = store.signalByLoop.value.get(loop.id);
  const estimate = store.estimateByLoop.value.get(loop.id);
  const detection = estimate?.detection ?? { kind: "no-data" as const };
  const silent = signal?.silent ?? false;
  const { status, word } = silent
    ? { status: "caution" as const, word: "Silent" }
    : toDetectionStatus(detection);
  const heard = toAgo(signal?.lastArrivalMs ?? null, store.serverNowMs.value);
  const inventoryL = estimate?.inventoryL ?? null;
  const scale = toAmountScale(loop);
  const proof = toProofWords(
    store.proofs.value.find(({ loopId }) => loopId === loop.id),
    store.serverNowMs.value,
  );
  const toAmount = (litres: number, sdL: number | null): string =>
    toMeasured(litres * scale.factor, sdL === null ? null : sdL * scale.factor);

  return (
    <section class="card" aria-label={`State of ${loop.name}`}>
      <header class="card-head">
        <span class={`status-word status-${status}`}>
          <StatusShape status={status} />
          {word}
        </span>
      </header>
      <p class="detection" data-testid="detection-state" data-kind={detection.kind}>
        {silent ? "Before the silence: " : ""}
        {toDetectionWords(detection, isRough(loop))}
      </p>
      {detection.kind === "learning" ? (
        <progress class="learning" max={1} value={detection.progress} aria-label="Learning" />
      ) : null}
      {silent ? (
        <p class="silence">
          The last sample arrived {heard}. Silence clears nothing: what is shown is the last that is known.
        </p>
      ) : null}
      <div class="inventory">
        <span class="label">Inventory at reference temperature</span>
        <span class="inventory-number num value" data-testid="inventory-value">
          {inventoryL === null ? (
            <span class="quiet">{tellsInventory(loop) ? "not known" : "no sensor tells it"}</span>
          ) : (
            <>
              {toAmount(inventoryL, estimate?.inventorySdL ?? null)}
              <span class="unit">{estimate?.bottomedOut ? `${scale.unit} at most` : scale.unit}</span>
            </>
          )}
        </span>
        {inventoryL === null ? null : <InventoryBar inventoryL={inventoryL} loop={loop} />}
        {isRough(loop) && inventoryL !== null ? (
          <p class="quiet">How much is in this loop is not configured, so figures of it are rough.</p>
        ) : null}
        {estimate?.bottomedOut ? (
          <p class="quiet">The accumulator is empty: pressure no longer tells how much is left.</p>
        ) : null}
      </div>
      <dl class="facts">
        <div>
          <dt>Coolant</dt>
          <dd>{toContentsWords(loop)}</dd>
        </div>
        <div>
          <dt>Newest sample</dt>
          <dd class="num">
            {isHeard(signal) && signal?.lastSampleMs
              ? `${toStamp(signal.lastSampleMs)} ${toZoneWord(signal.lastSampleMs)}`
              : "none"}
          </dd>
        </div>
        <div>
          <dt>Arrived</dt>
          <dd>{isHeard(signal) ? heard : "never"}</dd>
        </div>
        <div class={proof.isDoubtful ? "fact-doubt" : ""} data-testid="loop-proof">
          <dt>Detection</dt>
          <dd>
            {proof.isDoubtful ? <StatusShape status="caution" /> : null}
            {proof.text}
          </dd>
        </div>
      </dl>
      <MayAct>
        <DeclareOperation key={loop.id} loop={loop} />
      </MayAct>
    </section>
  );
}
