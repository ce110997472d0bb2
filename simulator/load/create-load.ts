import type { EpochMs } from "../../protocol/time.ts";
import { telemetryMeasurement } from "../senders/line-protocol.ts";
import { createLeakPlan } from "./leak-plan.ts";
import { createLightLoops, loadChannels } from "./light-loops.ts";
import { type LoadOptions, toCompleteOptions, toLoadLoopId } from "./load-options.ts";
import { type LoadTruth, toLoadTruth } from "./load-truth.ts";
import { codeScales, createSensorCodes } from "./sensor-codes.ts";
import { mostFixedBytes, toBytes, writeFixed, writeText } from "./write-bytes.ts";

/** Telemetry of many light loops as line protocol, tick by tick. A tick is cut into parts of the same loops each time. */
export interface Load {
  readonly startMs: EpochMs;
  readonly channels: readonly string[];
  /** Parts of a tick. */
  readonly parts: number;
  /** Which part `next` writes, 0 to `parts - 1`, its points, and their source time. */
  readonly part: number;
  readonly points: number;
  readonly atMs: EpochMs;
  /** Writes that part into `buffer` as whole lines and moves on to the one after it; returns the bytes written. */
  next(): number;
  /** Overwritten by each `next`. */
  readonly buffer: Uint8Array;
  readonly truth: LoadTruth;
}

/** Enough for a few requests at a time, each with loops of its own, so that every loop's points keep their order. */
const fewestParts = 4;
/** About 400 kB of lines: a block that a disk or a server takes in one go. */
const mostPointsOfPart = 2000;

/** Throws `RangeError` for options that make no load. Afterwards nothing is allocated per point. */
export function createLoad(given: LoadOptions): Load {
  const options = toCompleteOptions(given);
  const { loops, rateHz, startMs } = options;
  const plan = createLeakPlan(options);
  const plant = createLightLoops(options, plan);
  const sensors = createSensorCodes(options.seed);

  const parts = Math.min(loops, Math.max(fewestParts, Math.ceil(loops / mostPointsOfPart)));
  const firstLoop = (part: number): number => Math.floor((part * loops) / parts);
  const heads = Array.from({ length: loops }, (_, loop) =>
    toBytes(`${telemetryMeasurement},loop=${toLoadLoopId(loop)} `),
  );
  const names = loadChannels.map((channel, i) => toBytes(`${i === 0 ? "" : ","}${channel}=`));
  const decimals = codeScales.map((scale) => scale.decimals);
  const values = new Float64Array(loadChannels.length);
  const codes = new Int32Array(loadChannels.length);
  const buffer = new Uint8Array(Math.ceil(loops / parts) * mostLineBytes(heads, names));

  const toSourceMs = (tick: number): EpochMs => startMs + Math.floor((tick * 1000) / rateHz);
  let tick = 0;
  let part = 0;
  let atMs = startMs;
  let tail = toTail(atMs);

  const writeLine = (loop: number, at: number): number => {
    sensors.read(values, codes);
    let end = writeText(buffer, at, heads[loop]!);
    for (let i = 0; i < names.length; i++) {
      end = writeText(buffer, end, names[i]!);
      end = writeFixed(buffer, end, codes[i]!, decimals[i]!);
    }
    return writeText(buffer, end, tail);
  };

  return {
    startMs,
    channels: loadChannels,
    parts,
    buffer,
    truth: toLoadTruth(options, plan),
    get part() {
      return part;
    },
    get points() {
      return firstLoop(part + 1) - firstLoop(part);
    },
    get atMs() {
      return atMs;
    },
    next() {
      const atS = (atMs - startMs) / 1000;
      const behind = firstLoop(part + 1);
      let end = 0;
      for (let loop = firstLoop(part); loop < behind; loop++) {
        plant.read(loop, atS, values);
        end = writeLine(loop, end);
      }
      part++;
      if (part === parts) {
        part = 0;
        tick++;
        atMs = toSourceMs(tick);
        tail = toTail(atMs);
      }
      return end;
    },
  };
}

const toTail = (atMs: EpochMs): Uint8Array => toBytes(` ${atMs}\n`);

function mostLineBytes(heads: readonly Uint8Array[], names: readonly Uint8Array[]): number {
  const longestHead = heads.reduce((most, head) => Math.max(most, head.length), 0);
  const fields = names.reduce((sum, name) => sum + name.length + mostFixedBytes, 0);
  return longestHead + fields + toTail(Number.MAX_SAFE_INTEGER).length;
}
