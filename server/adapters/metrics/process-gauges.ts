import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";
import { createRunningTotal } from "./running-total.ts";

/** How often the loop's delay is looked at, milliseconds. */
const resolutionMs = 20;

/** What the process itself holds and how promptly it answers. */
export interface ProcessGauges {
  /** Reads everything anew. */
  read(): void;
  stop(): void;
}

/** The process's own figures, under the names that every Prometheus client uses for them. */
export function createProcessGauges(registry: Registry, version: string): ProcessGauges {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  const delay: IntervalHistogram = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const resident = gauge("process_resident_memory_bytes", "Memory that the process holds.");
  const heapUsed = gauge("nodejs_heap_size_used_bytes", "Heap in use.");
  const heapTotal = gauge("nodejs_heap_size_total_bytes", "Heap that was taken from the system.");
  const external = gauge("nodejs_external_memory_bytes", "Memory of buffers and libraries outside the heap.");
  const cpu = createRunningTotal(registry, "process_cpu_seconds_total", "Processor time used, all threads.");
  const started = gauge("process_start_time_seconds", "When the process began, seconds since 1970.");
  const median = gauge(
    "loopwatch_event_loop_delay_p50_seconds",
    "Delay of the event loop since the last scrape.",
  );
  const p99 = gauge("loopwatch_event_loop_delay_p99_seconds", "As p50, the 99th of a hundred.");
  const worst = gauge("loopwatch_event_loop_delay_max_seconds", "As p50, the longest.");
  const build = new Gauge({
    name: "loopwatch_build_info",
    help: "1; the version stands in the label.",
    labelNames: ["version"],
    registers,
  });
  build.set({ version }, 1);
  started.set(Math.round(Date.now() / 1000 - process.uptime()));
  return {
    read() {
      const memory = process.memoryUsage();
      resident.set(memory.rss);
      heapUsed.set(memory.heapUsed);
      heapTotal.set(memory.heapTotal);
      external.set(memory.external);
      const used = process.cpuUsage();
      cpu((used.user + used.system) / 1e6);
      // The library measures from tick to tick, its own interval included.
      const toDelay = (ns: number): number => Math.max(0, ns / 1e9 - resolutionMs / 1000);
      if (delay.count > 0) {
        median.set(toDelay(delay.percentile(50)));
        p99.set(toDelay(delay.percentile(99)));
        worst.set(toDelay(delay.max));
        delay.reset();
      }
    },
    stop: () => void delay.disable(),
  };
}
