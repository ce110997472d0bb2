/** What is measured with the same bytes on both ways. */
export type LineKind = "wide" | "narrow";

/** One load: who sends what, how much, how fast. Everything two processes must agree on. */
export interface Load {
  readonly kind: LineKind;
  readonly senders: number;
  /** Points in one body. */
  readonly pointsPerBody: number;
  /** Bodies of each sender. */
  readonly bodiesPerSender: number;
  readonly loops: number;
  /** Source time of the first point, epoch milliseconds. */
  readonly startMs: number;
  /** Values a second of all senders together; `null`: as fast as answers come. */
  readonly pacedPerS: number | null;
}

/** A channel of the bench loops: where it stands in a line, and around which value it moves. */
export interface BenchChannel {
  readonly id: string;
  readonly role: "pressure" | "temperature" | "flow" | "quantity";
  readonly unit: "kPa" | "degC" | "L/min" | "%";
  readonly value: number;
}

/** Twelve channels a loop, as a pumped coolant loop has them. */
export const channels: readonly BenchChannel[] = [
  { id: "accumulator_pressure_kpa", role: "pressure", unit: "kPa", value: 304 },
  { id: "pump_out_pressure_kpa", role: "pressure", unit: "kPa", value: 454 },
  { id: "pump_in_pressure_kpa", role: "pressure", unit: "kPa", value: 310 },
  { id: "radiator_in_c", role: "temperature", unit: "degC", value: 24 },
  { id: "radiator_out_c", role: "temperature", unit: "degC", value: 16 },
  { id: "accumulator_c", role: "temperature", unit: "degC", value: 20 },
  { id: "exchanger_in_c", role: "temperature", unit: "degC", value: 17 },
  { id: "exchanger_out_c", role: "temperature", unit: "degC", value: 23 },
  { id: "pump_case_c", role: "temperature", unit: "degC", value: 31 },
  { id: "flow_lpm", role: "flow", unit: "L/min", value: 12 },
  { id: "bypass_flow_lpm", role: "flow", unit: "L/min", value: 2 },
  { id: "quantity_pct", role: "quantity", unit: "%", value: 50 },
];

/** 84 loops of twelve channels are 1,008 channels: the site for which the memory limit is promised. */
export const defaultLoops = 84;

/** Measurement of a wide point (a loop at one time) and of a narrow one (a channel at one time). */
export const measurementOf: Readonly<Record<LineKind, string>> = {
  wide: "coolant_loop",
  narrow: "coolant_channel",
};

export const valuesPerPoint: Readonly<Record<LineKind, number>> = { wide: channels.length, narrow: 1 };

/** `loop-07`. */
export const toLoopName = (i: number): string => `loop-${String(i + 1).padStart(3, "0")}`;

/** Values that all senders of a load send together. */
export const valuesOf = (load: Load): number => pointsOf(load) * valuesPerPoint[load.kind];

/** Points that all senders of a load send together. */
export const pointsOf = (load: Load): number => load.senders * load.bodiesPerSender * load.pointsPerBody;
