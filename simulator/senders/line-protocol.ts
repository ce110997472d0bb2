import type { LoopId } from "../../protocol/ids.ts";
import { operationMeasurement } from "../../protocol/operation.ts";
import type { Arrival, Frame } from "../timing/frame.ts";
import { toNumberText } from "./number-text.ts";

/** Measurement of telemetry: one wide point a source time, a field a channel, a tag `loop`. */
export const telemetryMeasurement = "coolant_loop";

/** Precisions of a timestamp that keep our milliseconds. */
export type Precision = "ms" | "us" | "ns";

/** What is written behind milliseconds to make them finer. */
const zerosByPrecision: Readonly<Record<Precision, string>> = { ms: "", us: "000", ns: "000000" };

/** How a quality is told apart from "not sent" (255) in a frame. */
export const isQualitySent = (quality: number | undefined): boolean => quality === 0 || quality === 1;

/**
 * Line protocol of what arrived, in order, each line ended by a newline. A channel without a value leaves its field
 * out, and a point without any field is left out.
 */
export function toLines(
  loopId: LoopId,
  channels: readonly string[],
  arrivals: readonly Arrival[],
  precision: Precision = "ms",
): string {
  const tail = `${zerosByPrecision[precision]}\n`;
  const fields = channels.map(escapeName);
  let lines = "";
  for (const arrival of arrivals) {
    if (arrival.kind === "operation") {
      const { operation, sourceMs } = arrival;
      lines += `${operationMeasurement},loop=${loopId} kind="${escapeText(operation)}" ${sourceMs}${tail}`;
      continue;
    }
    const written = toFields(fields, arrival.frame);
    if (written !== "") {
      lines += `${telemetryMeasurement},loop=${loopId} ${written} ${arrival.frame.sourceMs}${tail}`;
    }
  }
  return lines;
}

function toFields(fields: readonly string[], { values, qualities }: Frame): string {
  let written = "";
  for (let i = 0; i < fields.length; i++) {
    const value = values[i];
    if (value !== undefined && Number.isFinite(value)) {
      written += `${written === "" ? "" : ","}${fields[i]}=${toNumberText(value)}`;
    }
    const quality = qualities[i];
    if (isQualitySent(quality)) written += `${written === "" ? "" : ","}${fields[i]}_quality=${quality}i`;
  }
  return written;
}

const escapeName = (name: string): string => name.replace(/[,= ]/g, "\\$&");
const escapeText = (text: string): string => text.replace(/["\\]/g, "\\$&");
