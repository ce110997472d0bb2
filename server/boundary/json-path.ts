/** A place in a JSON document: keys and list positions from the outside in. */
export type JsonPath = readonly (string | number)[];

/** Reads `value`, `data.value` or `readings[0].value`; `null` when it is not such a path. */
export function parseJsonPath(text: string): JsonPath | null {
  const steps: (string | number)[] = [];
  // The first step has no dot before it; the sticky pattern leaves no gap between steps.
  const step = /(?:^|\.)([^.[\]]+)|\[(\d{1,6})\]/y;
  while (step.lastIndex < text.length) {
    const [, key, position] = step.exec(text) ?? [];
    if (key !== undefined) steps.push(key);
    else if (position !== undefined) steps.push(Number(position));
    else return null;
  }
  return steps.length === 0 ? null : steps;
}

/** What stands at a path; `undefined` where there is nothing. */
export function readAt(document: unknown, path: JsonPath): unknown {
  let at = document;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

/** A path as it is written in the configuration. */
export const toPathWords = (path: JsonPath): string =>
  path.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("");
