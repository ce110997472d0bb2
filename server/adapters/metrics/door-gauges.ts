import { Gauge, type Registry } from "prom-client";
import { createRunningTotal } from "./running-total.ts";

/** Who is connected, and bodies on their way in. */
export interface DoorVitals {
  readonly connections: { readonly open: number; readonly silent: number };
  readonly pages: number;
  /** Frames of samples that slow pages did not get, since the start. */
  readonly leftOutFrames: number;
}

/** Sets gauges from what the doors count anyway; called once a scrape. */
export function createDoorGauges(registry: Registry): (door: DoorVitals) => void {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name: `loopwatch_${name}`, help, registers });
  const total = (name: string, help: string) => createRunningTotal(registry, `loopwatch_${name}`, help);
  const pages = gauge("pages", "Live pages connected now.");
  const open = gauge("connections", "Connections open now, pages and senders alike.");
  const silent = total("silent_connections_total", "Connections that ended without a whole request.");
  const leftOut = total("left_out_frames_total", "Frames of samples that slow pages did not get.");
  return (door) => {
    pages.set(door.pages);
    open.set(door.connections.open);
    silent(door.connections.silent);
    leftOut(door.leftOutFrames);
  };
}
