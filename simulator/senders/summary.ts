import type { SenderCounters } from "./sender.ts";

/** What the counters count, in words for a summary. */
export type PointName = "lines" | "rows" | "messages";

/** The last sentence of a run: `1200 lines: 1190 acknowledged, 3 retried, 2 rejected, 8 not sent.` */
export function renderSummary(counters: SenderCounters, name: PointName): string {
  const { sent, acknowledged, retried, rejected, queued } = counters;
  return `${sent} ${name}: ${acknowledged} acknowledged, ${retried} retried, ${rejected} rejected, ${queued} not sent.`;
}

/** The same for programs: one line of JSON. `more` comes first, e.g. what was run. */
export function renderSummaryJson(
  counters: SenderCounters,
  more: Readonly<Record<string, string | number | null>> = {},
): string {
  const { queued, ...counted } = counters;
  return JSON.stringify({ ...more, ...counted, notSent: queued });
}
