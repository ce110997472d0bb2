/** Fields of every loop; all of them have a limit at 50. */
export const fields = ["p", "t", "u", "f"] as const;

export const toLoopName = (i: number): string => `loop-${i}`;

/** Loops whose every channel has one plain limit of this severity. */
export function toLoops(count: number, toSeverity: (i: number) => string): readonly unknown[] {
  const roles = {
    p: ["pressure", "kPa"],
    t: ["temperature", "degC"],
    u: ["temperature", "degC"],
    f: ["flow", "L/min"],
  };
  return Array.from({ length: count }, (_, i) => ({
    id: toLoopName(i),
    coolant: "water",
    chargeL: 100,
    learning: "30d",
    maxAge: "1h",
    channels: fields.map((id) => ({
      id,
      role: roles[id][0],
      unit: roles[id][1],
      source: { field: id },
      limits: [{ above: 50, deadband: 1, severity: toSeverity(i) }],
    })),
  }));
}

/** A jump is believed at its second sample, and limits are looked at every ten seconds of source time: one body has both. */
const agesMs = [20_000, 15_000, 10_000, 5_000, 0];

/** Twenty seconds of a loop, the last at `atMs`; the fields named in `high` are beyond their limit. */
export const toLines = (i: number, atMs: number, high: readonly string[]): string =>
  agesMs
    .map((ago, n) => {
      const values = fields.map((field) => `${field}=${(high.includes(field) ? 52 : 48) + n / 10}`);
      return `coolant_loop,loop=${toLoopName(i)} ${values.join(",")} ${atMs - ago}`;
    })
    .join("\n");

/** `people`: so many readers, of everything. */
export const toPeople = (count: number): Readonly<Record<string, unknown>> => {
  const ids = Array.from({ length: count }, (_, i) => `p${i}`);
  return {
    mail: { from: "loopwatch@example.org" },
    people: ids.map((id) => ({ id, name: id, mail: `${id}@example.org` })),
    routes: [
      { name: "small things too", severities: ["advisory"], tell: ids },
      { name: "all", tell: ids, repeat: "15min" },
    ],
    timetable: { digest: "never" },
  };
};
