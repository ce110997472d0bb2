import { useComputed } from "@preact/signals";
import type { LoopView } from "../../protocol/telemetry.ts";
import { minutes, seconds } from "../../protocol/time.ts";
import { toSpan } from "../../protocol/units.ts";
import { usePage } from "../page.ts";
import { isRough, toAmountScale } from "../state/contents.ts";
import { toForecasts } from "../state/forecast.ts";
import { useFetched } from "../state/use-fetched.ts";
import { toMeasured } from "../state/words.ts";
import { ForecastFigure } from "./forecast-plot.tsx";
import { InventoryBar } from "./inventory-bar.tsx";
import { Verdicts } from "./verdicts.tsx";

/** The past forecasts are read again this often; the newest comes by itself. */
const readEveryMs = seconds(10);
const points = 240;
/** Before the onset there is no forecast; the first comes some minutes after it. */
const beforeMs = minutes(2);

const spanOf = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "not known" : ms <= 0 ? "none" : toSpan(ms);

/** A leak in figures: how much is left, how fast it goes, how long it lasts, and why we think so. */
export function LeakPanel(props: { readonly loop: LoopView }) {
  const { store, fetchEstimates } = usePage();
  const { loop } = props;
  const alarms = store.alarms.standingByLoop.value.get(loop.id) ?? [];
  const leak = alarms.find(({ alarmClass }) => alarmClass === "leak");
  const estimate = store.estimateByLoop.value.get(loop.id);
  const nowMs = estimate?.atMs ?? leak?.openedMs ?? 0;
  const fromMs = (leak?.onsetMs ?? leak?.openedMs ?? nowMs) - beforeMs;
  // By this machine's clock: a simulator's may run hundreds of times as fast.
  const turn = useComputed(() => Math.floor(store.nowMs.value / readEveryMs));
  const past = useFetched(`${loop.id} ${leak?.id ?? ""} ${turn.value}`, () =>
    fetchEstimates(loop.id, fromMs, Math.max(nowMs, fromMs + 1), points),
  );
  if (!leak) return null;
  const scale = toAmountScale(loop);
  const timeLeft = estimate?.timeLeft ?? leak.timeLeft;
  const inventoryL = estimate?.inventoryL ?? null;
  const sdL = estimate?.inventorySdL ?? null;
  const rate = estimate?.leakKgPerH ?? leak.leakKgPerH;
  const rateSd = estimate?.leakKgPerH ? estimate.leakSdKgPerH : leak.leakSdKgPerH;
  const facts = [
    {
      label: "Inventory",
      value:
        inventoryL === null
          ? "not known"
          : toMeasured(inventoryL * scale.factor, sdL === null ? null : sdL * scale.factor),
      unit: inventoryL === null ? "" : scale.unit,
      id: "inventory",
    },
    {
      label: "Leak rate",
      value: rate === null || isRough(loop) ? "not known" : toMeasured(rate, rateSd),
      unit: rate === null || isRough(loop) ? "" : "kg/h",
      id: "rate",
    },
    { label: "Time left, 5 %", value: spanOf(timeLeft?.p05Ms), unit: "", id: "p05" },
    { label: "Time left, 50 %", value: spanOf(timeLeft?.p50Ms), unit: "", id: "p50" },
    { label: "Time left, 95 %", value: spanOf(timeLeft?.p95Ms), unit: "", id: "p95" },
  ];
  return (
    <section
      class="card leak-panel"
      aria-label={`The leak of ${loop.name} in figures`}
      data-testid="leak-panel"
    >
      <h3>Leak</h3>
      <dl class="leak-facts">
        {facts.map(({ label, value, unit, id }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd class="num value" data-testid={`leak-${id}`}>
              {value} <span class="unit">{unit}</span>
            </dd>
          </div>
        ))}
      </dl>
      {inventoryL === null ? null : <InventoryBar inventoryL={inventoryL} loop={loop} />}
      <div class="leak-halves">
        <ForecastFigure forecasts={toForecasts(past.value?.ok ? past.value.value : null, estimate)} />
        <Verdicts alarms={alarms} />
      </div>
      {past.value?.ok === false ? (
        <p class="problem" role="status">
          Past forecasts could not be read ({past.value.reason}).
        </p>
      ) : null}
    </section>
  );
}
