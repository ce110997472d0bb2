import type { LoopView } from "../../protocol/telemetry.ts";
import { toAmountScale } from "../state/contents.ts";
import { minimumPosition, toReserve } from "../state/reserve.ts";

/** The coolant that can still be lost: the tick is the minimum, the hatched part lies below it. */
export function InventoryBar(props: { readonly inventoryL: number; readonly loop: LoopView }) {
  const { chargeL, minimumInventoryL } = props.loop;
  const { factor, unit } = toAmountScale(props.loop);
  const reserve = toReserve(props.inventoryL, minimumInventoryL, chargeL);
  const minimum = (minimumInventoryL * factor).toFixed(1);
  const distance = Math.abs(reserve.aboveL * factor).toFixed(1);
  // The long unit stands beside the number already.
  const short = unit === "L" ? "L" : "%";
  const above = reserve.aboveL >= 0;
  return (
    <div class={`reserve ${above ? "" : "reserve-below"}`}>
      <div
        class="reserve-track"
        role="img"
        aria-label={`${distance} ${unit === "L" ? "litres" : unit} ${above ? "above" : "below"} the minimum of ${minimum} ${unit === "L" ? "litres" : unit}`}
      >
        <div class="reserve-under" style={{ width: `${minimumPosition * 100}%` }} />
        <div class="reserve-fill" style={{ width: `${reserve.position * 100}%` }} />
        <div class="reserve-minimum" style={{ left: `${minimumPosition * 100}%` }} />
      </div>
      <div class="reserve-scale" aria-hidden="true">
        <span style={{ marginLeft: `${minimumPosition * 100}%` }}>
          min {minimum} {short}
        </span>
        <span>
          {distance} {short} {above ? "above" : "below"}
        </span>
      </div>
    </div>
  );
}
