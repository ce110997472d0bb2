import { useEffect, useRef } from "preact/hooks";
import type { LoopView } from "../../protocol/telemetry.ts";
import { hours } from "../../protocol/time.ts";
import { createDrawLoop } from "../charts/draw-loop.ts";
import { toSparkPath } from "../charts/spark-path.ts";
import { toYRange } from "../charts/y-range.ts";
import { usePage } from "../page.ts";
import { useSeen } from "./use-seen.ts";

const rangeMs = hours(1);
/** Two rows a bucket: one bucket for about every two pixels of a tile. */
const points = 240;
/** The smallest change a sparkline makes visible, as a share of the coolant that can be lost. */
const leastShare = 0.1;
const box = { width: 240, height: 34 };

/** Inventory of the last hour, drawn past the virtual DOM. */
export function Sparkline(props: { readonly loop: LoopView }) {
  const { trends, store } = usePage();
  const { loop } = props;
  const pathRef = useRef<SVGPathElement>(null);
  const boxRef = useRef<SVGSVGElement>(null);
  const isSeen = useSeen(boxRef);
  const ready = store.ready.value && isSeen;

  useEffect(() => {
    const leastSpan = (loop.chargeL - loop.minimumInventoryL) * leastShare;
    const drawLoop = createDrawLoop(() => {
      const stretch = trend?.assemble();
      if (!stretch) return;
      const path = toSparkPath({
        tMs: stretch.window.tMs,
        values: stretch.window.columns[loop.channels.length] ?? [],
        fromMs: stretch.fromMs,
        toMs: stretch.toMs,
        box,
        toRange: (low, high) => toYRange({ low, high, leastSpan, limits: [] }),
      });
      pathRef.current?.setAttribute("d", path);
    });
    const trend = ready ? trends.open({ loopId: loop.id, rangeMs, points }, drawLoop.mark) : null;
    drawLoop.mark();
    return () => {
      drawLoop.close();
      trend?.close();
    };
  }, [trends, loop.id, loop.channels.length, loop.chargeL, loop.minimumInventoryL, ready]);

  return (
    <svg
      ref={boxRef}
      class="spark"
      viewBox={`0 0 ${box.width} ${box.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path ref={pathRef} />
    </svg>
  );
}
