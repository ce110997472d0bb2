import { channels, type LineKind, measurementOf, toLoopName } from "./shape.ts";

/** A configuration (JSON is YAML) in which every loop of the load is watched and every one of its values judged. */
export function renderConfig(options: {
  readonly kind: LineKind;
  readonly loops: number;
  readonly dataDir: string;
  readonly influxUrl: string;
  readonly database: string;
}): string {
  const { kind, dataDir, influxUrl, database } = options;
  const measurement = measurementOf[kind];
  const loops = Array.from({ length: options.loops }, (_, i) => ({
    id: toLoopName(i),
    coolant: "water",
    chargeL: 44,
    referencePressureKpa: 304,
    accumulator: { volumeL: 8, gasL: 4 },
    channels: channels.map(({ id, role, unit }) => ({
      id,
      role,
      unit,
      source:
        kind === "wide"
          ? { measurement, tags: { loop: toLoopName(i) }, field: id }
          : { measurement, tags: { loop: toLoopName(i), channel: id }, field: "value" },
    })),
  }));
  return JSON.stringify({
    listen: { host: "127.0.0.1", port: 0 },
    dataDir,
    store: { kind: "influx", url: influxUrl, database },
    mail: { to: ["operator@example.org"] },
    loops,
  });
}
