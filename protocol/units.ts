import type { DurationMs } from "./time.ts";

/** Units a channel may be shown in. Pressures are absolute. */
export const units = [
  "kPa",
  "degC",
  "kg/h",
  "L/min",
  "%",
  "L",
  "rpm",
  "W",
  "A",
  "V",
  "g",
  "deg",
  "1",
] as const;
export type Unit = (typeof units)[number];

/** How a unit is written for people. */
export const unitLabel: Readonly<Record<Unit, string>> = {
  kPa: "kPa",
  degC: "°C",
  "kg/h": "kg/h",
  "L/min": "L/min",
  "%": "%",
  L: "L",
  rpm: "rpm",
  W: "W",
  A: "A",
  V: "V",
  g: "g",
  deg: "°",
  // A count or a state has no unit to write.
  "1": "",
};

/** A number with as many significant digits as help a reader: 22.8, 0.36, 5131. */
export function toReadable(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "unknown";
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(6, Math.max(0, digits - 1 - magnitude)));
}

/** Litres for people, in millilitres below one litre: `4.30 L`, `360 mL`. */
export const toVolume = (litres: number, digits = 3): string =>
  Math.abs(litres) < 1 && litres !== 0
    ? `${toReadable(1000 * litres, digits)} mL`
    : `${toReadable(litres, digits)} L`;

/** A change of volume with its sign. */
export const toVolumeChange = (litres: number): string =>
  `${litres < 0 ? "−" : "+"}${toVolume(Math.abs(litres), 2)}`;

/** A span in the two largest units that matter: `45 s`, `8 min`, `1 h 20 min`, `3 d 4 h`. */
export function toSpan(ms: DurationMs): string {
  if (!Number.isFinite(ms)) return "unknown";
  const s = Math.round(Math.abs(ms) / 1000);
  if (s < 120 && s !== 60) return `${s} s`;
  const min = Math.round(s / 60);
  if (min < 60) return `${min} min`;
  const h = Math.floor(min / 60);
  if (h < 48) return min % 60 === 0 ? `${h} h` : `${h} h ${min % 60} min`;
  const d = Math.floor(h / 24);
  if (d > 999) return "more than 2 years";
  return h % 24 === 0 ? `${d} d` : `${d} d ${h % 24} h`;
}
