/** What a topic must look like, as the configuration writes it: `site/{loop}/{channel}`, `plant/+/flow`, `site/#`. */
export interface TopicFilter {
  /** As a broker takes it: names are replaced by `+`. */
  readonly filter: string;
  /** Names of levels, in their order. */
  readonly names: readonly string[];
  /** Levels as written; `#` stands only at the end. */
  readonly levels: readonly string[];
}

/** A topic filter, or a sentence that says why it is none. */
export type ParsedTopicFilter =
  | { readonly ok: true; readonly value: TopicFilter }
  | { readonly ok: false; readonly message: string };

const namedLevel = /^\{([A-Za-z][A-Za-z0-9_]{0,63})\}$/;

const wrong = (message: string): ParsedTopicFilter => ({ ok: false, message });

/** Reads a filter with the wildcards of MQTT, of which `+` may carry a name: `{loop}`. */
export function parseTopicFilter(text: string): ParsedTopicFilter {
  if (text.startsWith("$share/")) return wrong("Shared subscriptions ($share/…) are not understood here.");
  if (/\p{Cc}/u.test(text)) return wrong("A control character stands in the topic.");
  const levels = text.split("/");
  const names: string[] = [];
  for (const [i, level] of levels.entries()) {
    if (level === "+") continue;
    if (level === "#") {
      if (i < levels.length - 1) return wrong("# stands for all further levels, so it must be the last one.");
      continue;
    }
    const name = namedLevel.exec(level)?.[1];
    if (name !== undefined) {
      if (names.includes(name)) return wrong(`There are two levels called {${name}}.`);
      names.push(name);
    } else if (/[+#{}]/.test(level))
      return wrong(`A level is a word, +, # or a name like {loop}, and nothing beside it; ${level} is not.`);
  }
  const filter = levels.map((level) => (namedLevel.test(level) ? "+" : level)).join("/");
  return { ok: true, value: { filter, names, levels } };
}

/** What the named levels are in this topic; `null` when the filter does not fit. */
export function matchTopic(filter: TopicFilter, topic: string): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>();
  const levels = topic.split("/");
  for (const [i, wanted] of filter.levels.entries()) {
    // It also stands for no level at all: `site/#` fits `site`.
    if (wanted === "#") return found;
    const level = levels[i];
    if (level === undefined) return null;
    const name = namedLevel.exec(wanted)?.[1];
    if (name !== undefined) found.set(name, level);
    else if (wanted !== "+" && wanted !== level) return null;
  }
  return levels.length === filter.levels.length ? found : null;
}
