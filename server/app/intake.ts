import type { LoopId } from "../../protocol/ids.ts";
import { type Operation, operationMeasurement, operations } from "../../protocol/operation.ts";
import type { EpochMs } from "../../protocol/time.ts";
import { isNumeric, isWordy, type LineColumns, refusedPoint, valueKind } from "../boundary/line-columns.ts";
import { textAt } from "../boundary/line-protocol.ts";
import type { LineBatch, LineReader } from "../boundary/line-reader.ts";
import type { ChannelIndex } from "./channel-index.ts";
import { createSeriesScope, type SeriesScope } from "./series-scope.ts";
import { createSeriesTargets, type LaneEntry, type Target } from "./series-targets.ts";

/** Hands the values of a batch to the loops that they belong to. */
export interface Intake {
  /** Takes points in the order of arrival; returns the loops that got samples. */
  accept(batch: LineBatch): ReadonlySet<LoopId>;
  /** Why a point cannot be taken at all: text or a truth value for a channel that measures; `null`: it can. */
  refuse(batch: LineBatch, i: number): string | null;
  readonly scope: SeriesScope;
  /** Operations of a kind that nobody knows, or on no known loop: they are stored, and change nothing. */
  readonly unknownOperations: number;
}

const nowhere: readonly Target[] = [];

/** Who else hears of what comes in. */
export interface IntakeEars {
  /** The `k`-th value, one of the `i`-th point's, feeds no channel. */
  unmapped(reader: LineReader, columns: LineColumns, i: number, k: number): void;
  /** A point has samples of this loop. */
  sample(loopId: LoopId, atMs: EpochMs): void;
}

const nobody: IntakeEars = { unmapped: () => undefined, sample: () => undefined };

/** Series that feed no channel cost one look into a list; values that do make no object. */
export function createIntake(
  reader: LineReader,
  index: ChannelIndex,
  laneOf: (loopId: LoopId) => LaneEntry | undefined,
  ears: IntakeEars = nobody,
): Intake {
  const targets = createSeriesTargets(reader, index, laneOf);
  const declared = createOperations(reader);
  let unknownOperations = 0;

  const takeOperation = (batch: LineBatch, i: number, loopId: LoopId, heard: Set<LoopId>): void => {
    const operation = declared.kindOf(batch, i);
    const lane = laneOf(loopId);
    if (operation === null || lane === undefined) {
      unknownOperations += 1;
      return;
    }
    lane.operate(operation, batch.columns.atMs[i]!);
    heard.add(loopId);
  };

  const takePoint = ({ columns }: LineBatch, i: number, heard: Set<LoopId>): void => {
    const fields = targets.of(columns.seriesOf[i]!);
    const atMs = columns.atMs[i]!;
    const end = columns.valuesEnd[i]!;
    let lastSent: LoopId | null = null;
    let lastHeard: LoopId | null = null;
    for (let k = i === 0 ? 0 : columns.valuesEnd[i - 1]!; k < end; k++) {
      const places = fields === null ? nowhere : fields.find(columns.fieldOf[k]!);
      if (places.length === 0) {
        ears.unmapped(reader, columns, i, k);
        continue;
      }
      if (!isNumeric(columns.kind[k]!)) continue;
      for (let n = 0; n < places.length; n++) {
        const { loopId, lane, place } = places[n]!;
        if (loopId !== lastSent) ears.sample(loopId, atMs);
        lastSent = loopId;
        if (!lane.take(place, atMs, columns.value[k]!) || loopId === lastHeard) continue;
        heard.add(loopId);
        lastHeard = loopId;
      }
    }
  };

  return {
    scope: createSeriesScope(reader, index),
    accept(batch) {
      const { columns } = batch;
      const heard = new Set<LoopId>();
      for (let i = 0; i < columns.pointCount; i++) {
        const series = columns.seriesOf[i]!;
        if (series === refusedPoint) continue;
        const loopId = declared.loopOf(series);
        if (loopId === null) takePoint(batch, i, heard);
        else takeOperation(batch, i, loopId, heard);
      }
      for (const loopId of heard) laneOf(loopId)?.advance();
      return heard;
    },
    refuse({ columns }, i) {
      const fields = targets.of(columns.seriesOf[i]!);
      if (fields === null) return null;
      for (let k = i === 0 ? 0 : columns.valuesEnd[i - 1]!; k < columns.valuesEnd[i]!; k++) {
        if (!isWordy(columns.kind[k]!)) continue;
        const [hit] = fields.find(columns.fieldOf[k]!);
        if (hit === undefined) continue;
        const name = reader.fieldName(columns.fieldOf[k]!);
        return `The field ${name} feeds a channel of ${hit.loopId} and must be a number.`;
      }
      return null;
    },
    get unknownOperations() {
      return unknownOperations;
    },
  };
}

/** What people did to a loop, as it comes among the telemetry. */
function createOperations(reader: LineReader) {
  let generation = reader.generation;
  let loopBySeries: (LoopId | null)[] = [];
  return {
    /** The loop of a series of operations ("" where it names none); `null`: it is telemetry. */
    loopOf(series: number): LoopId | null {
      if (generation !== reader.generation) {
        generation = reader.generation;
        loopBySeries = [];
      }
      const known = loopBySeries[series];
      if (known !== undefined) return known;
      const { measurement, tags } = reader.series(series);
      const loopId = measurement === operationMeasurement ? (tags["loop"] ?? "") : null;
      loopBySeries[series] = loopId;
      return loopId;
    },
    /** What was done; `null`: nothing that we know. */
    kindOf({ columns, body }: LineBatch, i: number): Operation | null {
      for (let k = i === 0 ? 0 : columns.valuesEnd[i - 1]!; k < columns.valuesEnd[i]!; k++) {
        if (columns.kind[k] !== valueKind.text || reader.fieldName(columns.fieldOf[k]!) !== "kind") continue;
        const text = textAt(body, columns.value[k]!);
        return operations.find((operation) => operation === text) ?? null;
      }
      return null;
    },
  };
}
