import type { Load } from "../../../simulator/load/create-load.ts";

/** A line of a load, taken apart by hand: no parser of the product sees it. */
export interface LoadLine {
  readonly loop: string;
  readonly fields: ReadonlyMap<string, number>;
  readonly atMs: number;
}

const linePattern = /^coolant_loop,loop=(load-[0-9]{4,}) ([^ ]+) ([0-9]{13})$/;
const fieldPattern = /^([a-z_]+)=(-?(?:0|[1-9][0-9]*)\.[0-9]{1,4})$/;

/** Reads whole lines and nothing else; throws for the first byte that does not belong. */
export function parseLoadLines(text: string): LoadLine[] {
  if (!text.endsWith("\n")) throw new Error("The last line has no end.");
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => {
      const [, loop, fields, at] = linePattern.exec(line) ?? [];
      if (loop === undefined || fields === undefined) throw new Error(`Not a line of a load: ${line}`);
      return { loop, fields: new Map(fields.split(",").map(parseField)), atMs: Number(at) };
    });
}

function parseField(text: string): [string, number] {
  const [, name, value] = fieldPattern.exec(text) ?? [];
  if (name === undefined) throw new Error(`Not a field: ${text}`);
  return [name, Number(value)];
}

/** The next ticks as text. */
export function takeTicks(load: Load, ticks: number): string {
  const chunks: string[] = [];
  for (let i = 0; i < ticks * load.parts; i++) {
    const length = load.next();
    chunks.push(Buffer.from(load.buffer.subarray(0, length)).toString("latin1"));
  }
  return chunks.join("");
}

/** Field of a line; throws when it is not there. */
export function readingOf(line: LoadLine, channel: string): number {
  const value = line.fields.get(channel);
  if (value === undefined) throw new Error(`${line.loop} has no ${channel}.`);
  return value;
}
