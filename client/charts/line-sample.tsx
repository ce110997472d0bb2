import { dashOf } from "./ink.ts";

/** A piece of a line as a chart draws it, for its legend. */
export function LineSample(props: { readonly ink: number; readonly fine: boolean }) {
  const dash = props.fine ? "" : dashOf(props.ink).join(" ");
  return (
    <svg class={`line-sample ink-${props.ink % 4}`} viewBox="0 0 22 6" aria-hidden="true">
      <line x1="0" y1="3" x2="22" y2="3" stroke-dasharray={dash} />
    </svg>
  );
}
