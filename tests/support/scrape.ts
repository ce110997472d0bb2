/** One family of a scrape: what stands above its samples, and the samples by their name with labels. */
export interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: ReadonlyMap<string, number>;
}

/** Suffixes that a sample may have beyond the name of its family. */
const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ["", "_total"],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count"],
};

/**
 * Reads the whole text of a scrape, strictly: every sample stands under the HELP and TYPE of its own family. Throws on the
 * first line that does not fit.
 */
export function parseScrape(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, { help: string; type: string; samples: Map<string, number> }>();
  let name = "";
  for (const line of text.split("\n")) {
    if (line === "" || line === "# EOF") continue;
    const [, word, subject = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === "HELP") {
      if (families.has(subject)) throw new Error(`${subject} comes twice.`);
      name = subject;
      families.set(name, { help: rest, type: "", samples: new Map() });
      continue;
    }
    const family = families.get(name);
    if (family === undefined) throw new Error(`Nothing stands above: ${line}`);
    if (word === "TYPE") {
      if (subject !== name) throw new Error(`The type of ${subject} stands under ${name}.`);
      family.type = rest;
      continue;
    }
    const [, sample = "", labels = "", value = ""] =
      /^([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)*\})? (-?[0-9.e+-]+|NaN|[+-]Inf)$/.exec(line) ??
      [];
    const isOurs = (suffixes[family.type] ?? []).some((suffix) => sample === `${name}${suffix}`);
    if (!isOurs) throw new Error(`This sample is not of ${name} (${family.type}): ${line}`);
    family.samples.set(`${sample}${labels}`, Number(value));
  }
  return families;
}
