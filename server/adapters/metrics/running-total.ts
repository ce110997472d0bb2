import { Counter, type Registry } from "prom-client";

/** A counter of something that is counted elsewhere: told its total at each scrape. A total never falls. */
export function createRunningTotal(registry: Registry, name: string, help: string): (total: number) => void {
  const counter = new Counter({ name, help, registers: [registry] });
  let told = 0;
  return (total) => {
    if (total <= told) return;
    counter.inc(total - told);
    told = total;
  };
}
