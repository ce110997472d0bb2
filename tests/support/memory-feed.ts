import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopEstimate } from "../../protocol/estimate.ts";
import type { Frame, LoopCondition } from "../../protocol/telemetry.ts";
import type { AlarmOverview, LoopSignal } from "../../protocol/wire.ts";
import type { LiveFeed } from "../../server/app/ports.ts";

/** A live feed that remembers what the pages would have heard. */
export interface MemoryFeed extends LiveFeed {
  readonly alarms: { readonly seq: number; readonly alarm: AlarmView }[];
  readonly frames: Frame[];
  readonly estimates: LoopEstimate[];
  readonly signals: LoopSignal[];
  readonly beats: number[];
  readonly overviews: AlarmOverview[];
  /** How many times health, a notice or a mail was told. */
  readonly conditions: LoopCondition[];
  readonly told: { health: number; notice: number; mail: number };
}

/** Starts empty and keeps everything. */
export function createMemoryFeed(): MemoryFeed {
  const alarms: MemoryFeed["alarms"] = [];
  const frames: Frame[] = [];
  const estimates: LoopEstimate[] = [];
  const signals: LoopSignal[] = [];
  const beats: number[] = [];
  const overviews: AlarmOverview[] = [];
  const conditions: LoopCondition[] = [];
  const told = { health: 0, notice: 0, mail: 0 };
  return {
    alarms,
    frames,
    estimates,
    signals,
    beats,
    overviews,
    conditions,
    told,
    condition: (condition) => void conditions.push(condition),
    alarm: (seq, alarm) => void alarms.push({ seq, alarm }),
    frame: (frame) => void frames.push(frame),
    estimate: (estimate) => void estimates.push(estimate),
    signal: (signal) => void signals.push(signal),
    beat: (seq) => void beats.push(seq),
    overview: (changed) => void overviews.push(changed),
    health: () => void told.health++,
    notice: () => void told.notice++,
    mail: () => void told.mail++,
  };
}
