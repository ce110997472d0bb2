import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ScenarioDescription } from "../../simulator/description/scenario-description.ts";
import { type RecordOptions, recordStory } from "./record-story.ts";
import { type Recording, truthColumns } from "./recording.ts";

/** Raised when recordings of older files would be misread, or hold something else. */
const recordingVersion = 1;

const rowColumns = ["arrivesMs", "sourceMs", "ends", "places", "values"] as const;
type Column = Float64Array | Uint32Array | Uint8Array;

/** Bytes of a recording: the length of a JSON header, the header, then the columns, each at a multiple of 8. */
export function encodeRecording(recording: Recording): Uint8Array {
  const columns: readonly Column[] = [
    ...rowColumns.map((name) => recording[name]),
    ...truthColumns.map((name) => recording.truth[name]),
  ];
  const head = {
    ...recording,
    ...Object.fromEntries(rowColumns.map((name) => [name, recording[name].length])),
    truth: recording.truth.atMs.length,
  };
  const header = Buffer.from(JSON.stringify(head));
  const size = columns.reduce((sum, { byteLength }) => sum + toEight(byteLength), 8 + toEight(header.length));
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 8);
  let at = 8 + toEight(header.length);
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += toEight(byteLength);
  }
  return bytes;
}

/** The recording of these bytes; the columns are views of them. */
export function decodeRecording(bytes: Uint8Array): Recording {
  const { buffer, byteOffset } = bytes;
  const headerLength = new DataView(buffer, byteOffset).getUint32(0, true);
  const head = JSON.parse(Buffer.from(buffer, byteOffset + 8, headerLength).toString());
  let at = byteOffset + 8 + toEight(headerLength);
  const take = <T extends Column>(create: (at: number) => T): T => {
    const column = create(at);
    at += toEight(column.byteLength);
    return column;
  };
  const floats = (length: number) => take((from) => new Float64Array(buffer, from, length));
  const arrivesMs = floats(head.arrivesMs);
  const sourceMs = floats(head.sourceMs);
  const ends = take((from) => new Uint32Array(buffer, from, head.ends));
  const places = take((from) => new Uint8Array(buffer, from, head.places));
  const values = floats(head.values);
  const truth = {
    atMs: floats(head.truth),
    leakKgPerS: floats(head.truth),
    lostKg: floats(head.truth),
    inventoryL: floats(head.truth),
    accumulatorLiquidL: floats(head.truth),
  };
  return { ...head, arrivesMs, sourceMs, ends, places, values, truth };
}

const toEight = (length: number): number => Math.ceil(length / 8) * 8;

/**
 * The recording of a story: from the folder when it was kept there, else told now and kept. A file is named after all
 * that its story says; a change of the simulator's code is not seen, so empty the folder after one.
 */
export function takeRecording(
  scenario: ScenarioDescription,
  options: RecordOptions,
  folder: string | null,
): Recording {
  if (folder === null) return recordStory(scenario, options);
  const { seed, sampleS } = options;
  const told = JSON.stringify([recordingVersion, scenario, seed, sampleS]);
  const hash = createHash("sha256").update(told).digest("hex").slice(0, 12);
  const name = `${scenario.id}-${scenario.variant ?? "written"}-${seed}-${sampleS}s-${hash}.recording`;
  const path = join(folder, name);
  if (existsSync(path)) {
    const file = readFileSync(path);
    // Columns must begin at a multiple of 8 of their buffer, which a pooled Buffer does not promise.
    return decodeRecording(file.byteOffset % 8 === 0 ? file : new Uint8Array(file));
  }
  const recording = recordStory(scenario, options);
  mkdirSync(folder, { recursive: true });
  // Written aside and renamed: a run that is stopped leaves no half file, and two at once do not mix.
  const asidePath = `${path}.${process.pid}`;
  writeFileSync(asidePath, encodeRecording(recording));
  renameSync(asidePath, path);
  return recording;
}
