import { Registry } from "prom-client";
import type { Meter } from "../../app/meter.ts";
import type { Vitals } from "../../app/vitals.ts";
import { createDoorGauges, type DoorVitals } from "./door-gauges.ts";
import { createEventMeter } from "./event-meter.ts";
import { createProcessGauges } from "./process-gauges.ts";
import { openMetricsType, renderOpenMetrics } from "./render-openmetrics.ts";
import { createVitalsGauges } from "./vitals-gauges.ts";

/** An answer to a scrape. */
export interface MetricsText {
  readonly type: string;
  readonly text: string;
}

/** One server's figures for Prometheus and its kin, in a registry of their own. */
export interface Metrics {
  readonly meter: Meter;
  /** Where the rest is asked for at each scrape; until this is called there is none. */
  watch(sources: { readonly vitals: () => Vitals; readonly door: () => DoorVitals }): void;
  /** `accept`: the header of the request; OpenMetrics for who asks for it, else the Prometheus text. */
  render(accept: string): Promise<MetricsText>;
  stop(): void;
}

export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const meter = createEventMeter(registry);
  const setVitals = createVitalsGauges(registry);
  const setDoor = createDoorGauges(registry);
  const own = createProcessGauges(registry, version);
  let sources: Parameters<Metrics["watch"]>[0] | null = null;
  return {
    meter,
    watch(given) {
      sources = given;
    },
    async render(accept) {
      own.read();
      if (sources !== null) {
        setVitals(sources.vitals());
        setDoor(sources.door());
      }
      const text = await registry.metrics();
      return accept.includes("application/openmetrics-text")
        ? { type: openMetricsType, text: renderOpenMetrics(text) }
        : { type: registry.contentType, text };
    },
    stop: own.stop,
  };
}
