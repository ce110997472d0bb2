import { shapeOf } from "../state/shapes.ts";
import type { Status } from "../state/status.ts";

/** A status as a shape. Always beside its word: the shape is for the glance, the word for everyone. */
export function StatusShape(props: { readonly status: Status; readonly large?: boolean }) {
  return (
    <svg
      class={`shape status-${props.status} ${props.large ? "shape-large" : ""}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={shapeOf(props.status)} />
    </svg>
  );
}
