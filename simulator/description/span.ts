const secondsByUnit: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["min", 60],
  ["h", 3600],
  ["d", 86_400],
]);

const spanText = /^(-?[0-9]+(?:\.[0-9]+)?) ?(s|min|h|d)$/;

/** Seconds from a number of seconds or from text like 90s, 15min, 3h, 1.5d, -10min; `null` when it is neither. */
export function parseSpan(input: unknown): number | null {
  if (typeof input === "number") return Number.isFinite(input) ? input : null;
  if (typeof input !== "string") return null;
  const [, digits, unit] = spanText.exec(input.trim()) ?? [];
  const unitS = unit === undefined ? undefined : secondsByUnit.get(unit);
  return digits === undefined || unitS === undefined ? null : Number(digits) * unitS;
}
