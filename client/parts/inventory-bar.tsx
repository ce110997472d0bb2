import { minimumPosition, toReserve } from "../state/reserve.ts";

/** The coolant that can still be lost: the tick is the minimum, the hatched part lies below it. */
export function InventoryBar(props: {
  readonly inventoryL: number;
  readonly minimumL: number;
  readonly chargeL: number;
}) {
  const reserve = toReserve(props.inventoryL, props.minimumL, props.chargeL);
  const above = reserve.aboveL >= 0;
  return (
    <div class={`reserve ${above ? "" : "reserve-below"}`}>
      <div
        class="reserve-track"
        role="img"
        aria-label={`${Math.abs(reserve.aboveL).toFixed(1)} litres ${above ? "above" : "below"} the minimum of ${props.minimumL.toFixed(1)} litres`}
      >
        <div class="reserve-under" style={{ width: `${minimumPosition * 100}%` }} />
        <div class="reserve-fill" style={{ width: `${reserve.position * 100}%` }} />
        <div class="reserve-minimum" style={{ left: `${minimumPosition * 100}%` }} />
      </div>
      <div class="reserve-scale" aria-hidden="true">
        <span style={{ marginLeft: `${minimumPosition * 100}%` }}>min {props.minimumL.toFixed(1)} L</span>
        <span>
          {Math.abs(reserve.aboveL).toFixed(1)} L {above ? "above it" : "below it"}
        </span>
      </div>
    </div>
  );
}
