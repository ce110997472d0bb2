/** What a client of OpenMetrics is told. */
export const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/**
 * The Prometheus text as OpenMetrics has it: a counter's family is named without `_total`, nothing is empty, and the end is
 * said. (The library renames its own counters for good when asked for this form.)
 * https://github.com/OpenObservability/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function renderOpenMetrics(prometheusText: string): string {
  const counters = new Set(
    [...prometheusText.matchAll(/^# TYPE (\S+)_total counter$/gm)].map(([, name]) => name),
  );
  const lines = prometheusText
    .split("\n")
    .filter((line) => line !== "")
    .map((line) =>
      line.replace(/^(# (?:HELP|TYPE) )(\S+)_total /, (whole, head: string, name: string) =>
        counters.has(name) ? `${head}${name} ` : whole,
      ),
    );
  return `${lines.join("\n")}\n# EOF\n`;
}
