import type { PointNames, Template } from "./mqtt-subscription.ts";

/** Names of a point as line protocol writes them, and whose they are. */
export interface WrittenNames {
  /** Measurement and tags, escaped. */
  readonly series: string;
  /** Field, escaped. */
  readonly field: string;
  /** Field as it is. */
  readonly fieldName: string;
  /** The tag `loop`, escaped; `null` when there is none. */
  readonly loop: string | null;
}

/** Names for the messages of one topic; a text answer says why there are none. */
export function toWrittenNames(
  names: PointNames,
  levels: ReadonlyMap<string, string>,
): WrittenNames | string {
  for (const [name, level] of levels) {
    if (level === "") return `The level {${name}} of the topic is empty.`;
    // Servers disagree on backslashes before a delimiter, and a line feed would end the line.
    if (/[\\\p{Cc}]/u.test(level)) return `The level {${name}} has a backslash or control character in it.`;
  }
  const fieldName = fill(names.field, levels);
  const tags = names.tags.map(([name, value]) => [name, escapeName(fill(value, levels))] as const);
  const measurement = fill(names.measurement, levels).replace(/[, ]/g, "\\$&");
  return {
    series: [measurement, ...tags.map(([name, value]) => `${escapeName(name)}=${value}`)].join(","),
    field: escapeName(fieldName),
    fieldName,
    loop: tags.find(([name]) => name === "loop")?.[1] ?? null,
  };
}

const fill = (template: Template, levels: ReadonlyMap<string, string>): string =>
  template.map((part) => ("text" in part ? part.text : (levels.get(part.level) ?? ""))).join("");

const escapeName = (name: string): string => name.replace(/[,= ]/g, "\\$&");
