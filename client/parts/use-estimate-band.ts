import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LoopView } from "../../protocol/telemetry.ts";
import { type DurationMs, seconds } from "../../protocol/time.ts";
import type { BandPoint } from "../charts/annotations.ts";
import { usePage } from "../page.ts";
import { toAmountScale } from "../state/contents.ts";
import { toBand } from "../state/estimate-band.ts";
import type { TimeSpan } from "../state/route.ts";
import { useFetched } from "../state/use-fetched.ts";

const points = 400;
/** Estimates come every ten seconds; their band moves slowly. Wall clock. */
const readEveryMs = seconds(30);

/** One standard deviation about the inventory over the stretch that is shown; nothing where everything is shown. */
export function useEstimateBand(
  loop: LoopView,
  rangeMs: DurationMs | null,
  span: TimeSpan | null,
  onChange: () => void,
): () => readonly BandPoint[] {
  const { store, fetchEstimates } = usePage();
  const turn = useComputed(() => Math.floor(store.nowMs.value / readEveryMs));
  const newestMs = store.signalByLoop.peek().get(loop.id)?.lastSampleMs ?? null;
  const shown =
    span ??
    (rangeMs === null || newestMs === null ? null : { fromMs: newestMs - rangeMs, toMs: newestMs + 1 });
  const key = span ? `${loop.id} ${span.fromMs} ${span.toMs}` : `${loop.id} ${rangeMs} ${turn.value}`;
  const answer = useFetched(key, async () =>
    shown
      ? await fetchEstimates(loop.id, shown.fromMs, shown.toMs, points)
      : { ok: false as const, reason: "nothing is shown" },
  ).value;
  const band = useRef<readonly BandPoint[]>([]);
  const get = useRef(() => band.current);
  useEffect(() => {
    band.current = answer?.ok ? toBand(answer.value, toAmountScale(loop).factor) : [];
    onChange();
  }, [answer, loop]);
  return get.current;
}
