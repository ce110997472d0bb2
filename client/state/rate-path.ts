import type { LedgerLeak } from "../../protocol/incident.ts";
import type { EpochMs } from "../../protocol/time.ts";

/** Where a leak's rates stand in a box of `width` by `height`. */
export interface RatePlot {
  /** The rate, from corner to corner: it stays until it is known better. */
  readonly line: string;
  /** One standard deviation up and down; an empty text where none is known. */
  readonly band: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly topKgPerH: number;
}

/** Headroom, so that the highest rate is not on the frame. */
const air = 1.1;

/** A small plot of a leak's rate over time, from zero; `null` with nothing to draw. The last rate holds until `untilMs`. */
export function toRatePlot(
  { rates }: Pick<LedgerLeak, "rates">,
  box: { readonly width: number; readonly height: number },
  untilMs: EpochMs,
): RatePlot | null {
  const first = rates[0];
  const last = rates.at(-1);
  if (!first || !last) return null;
  const fromMs = first.atMs;
  const toMs = Math.max(untilMs, last.atMs, fromMs + 1);
  const top = Math.max(...rates.map(({ kgPerH, sdKgPerH }) => kgPerH + (sdKgPerH ?? 0))) * air;
  if (!(top > 0)) return null;
  const x = (atMs: EpochMs) => (((atMs - fromMs) / (toMs - fromMs)) * box.width).toFixed(1);
  const y = (kgPerH: number) => (box.height * (1 - Math.max(0, kgPerH) / top)).toFixed(1);

  const steps = rates.map((rate, index) => ({ ...rate, endMs: rates[index + 1]?.atMs ?? toMs }));
  const line = steps
    .map(({ atMs, endMs, kgPerH }, index) => `${index === 0 ? "M" : "L"}${x(atMs)} ${y(kgPerH)}H${x(endMs)}`)
    .join("");
  if (rates.every(({ sdKgPerH }) => sdKgPerH === null))
    return { line, band: "", fromMs, toMs, topKgPerH: top };
  const upper = steps.map(({ atMs, endMs, kgPerH, sdKgPerH }) => {
    const at = y(kgPerH + (sdKgPerH ?? 0));
    return `${x(atMs)} ${at} ${x(endMs)} ${at}`;
  });
  const lower = [...steps].reverse().map(({ atMs, endMs, kgPerH, sdKgPerH }) => {
    const at = y(kgPerH - (sdKgPerH ?? 0));
    return `${x(endMs)} ${at} ${x(atMs)} ${at}`;
  });
  return { line, band: `M${[...upper, ...lower].join("L")}Z`, fromMs, toMs, topKgPerH: top };
}
