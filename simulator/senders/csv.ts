import type { Arrival } from "../timing/frame.ts";
import { isQualitySent } from "./line-protocol.ts";
import { toNumberText } from "./number-text.ts";

/** A channel of the table, and whether its quality has a column of its own. A sensor's description is one. */
export interface CsvChannel {
  readonly channel: string;
  readonly quality: boolean;
}

/** First line of the table: `time`, then each channel, with `<channel>_quality` behind those that send it. */
export function csvHeader(channels: readonly CsvChannel[]): string {
  const names = channels.flatMap(({ channel, quality }) =>
    quality ? [channel, `${channel}_quality`] : [channel],
  );
  return `${["time", ...names].map(quote).join(",")}\n`;
}

/**
 * A row for each frame, in order of arrival: source time as ISO 8601 with milliseconds, an empty cell where nothing
 * was reported. A frame without any report is left out. Operations have no place in a table of samples; `countOperations`
 * says how many there were.
 */
export function toCsvRows(channels: readonly CsvChannel[], arrivals: readonly Arrival[]): string {
  let rows = "";
  for (const arrival of arrivals) {
    if (arrival.kind === "operation") continue;
    const { sourceMs, values, qualities } = arrival.frame;
    let cells = "";
    let isReported = false;
    for (let i = 0; i < channels.length; i++) {
      const value = values[i];
      const hasValue = value !== undefined && Number.isFinite(value);
      cells += hasValue ? `,${toNumberText(value)}` : ",";
      isReported ||= hasValue;
      if (channels[i]?.quality !== true) continue;
      const quality = qualities[i];
      const hasQuality = isQualitySent(quality);
      cells += hasQuality ? `,${quality}` : ",";
      isReported ||= hasQuality;
    }
    if (isReported) rows += `${new Date(sourceMs).toISOString()}${cells}\n`;
  }
  return rows;
}

/** Declared operations among what arrived: what a table leaves out. */
export const countOperations = (arrivals: readonly Arrival[]): number =>
  arrivals.reduce((count, { kind }) => (kind === "operation" ? count + 1 : count), 0);

/** RFC 4180: a cell with a comma, a quote or a line end stands in quotes. */
const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
