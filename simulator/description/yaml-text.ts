import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import type { Located, Place } from "./located.ts";
import type { Parsed, Path, Problem } from "./problem.ts";

/** Deeper than this nothing in these files goes, but an alias to itself would. */
const deepest = 50;

/** Parts that aliases may multiply one file into; more is a mistake or an attack. */
const mostParts = 100_000;

/** YAML with the line of each part. `file` is the name that problems carry. Merge keys (`<<`) are understood. */
export function parseYamlText(text: string, file: string): Parsed<Located> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const whole = (message: string, line: number | null): Parsed<Located> => ({
    kind: "problems",
    problems: [{ file, path: "", line, message }],
  });
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error): Problem => ({
        file,
        path: "",
        line: counter.linePos(error.pos[0]).line,
        message: `This is not YAML: ${error.message}${error.message.endsWith(".") ? "" : "."}`,
      }),
    );
    return { kind: "problems", problems };
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return whole("The file is empty.", null);
  if (!isMap(document.contents))
    return whole("The file must hold keys with values, like `name: my loop`.", 1);

  let parts = 0;
  const locate = (node: Node | null, path: Path, line: number): Located => {
    parts += 1;
    if (parts > mostParts || path.length > deepest) throw new TooManyParts();
    const place: Place = { file, path, line };
    if (isAlias(node)) return locate(node.resolve(document) ?? null, path, line);
    if (isSeq<Node | null>(node)) {
      const items = node.items.map((item, i) => locate(item, [...path, i], lineOf(item) ?? line));
      return { ...place, kind: "list", items };
    }
    if (isMap(node)) return { ...place, kind: "mapping", entries: locateEntries(node, path, line) };
    return { ...place, kind: "scalar", value: isScalar(node) ? node.value : null };
  };
  const locateEntries = (map: YAMLMap, path: Path, line: number): ReadonlyMap<string, Located> => {
    const entries = new Map<string, Located>();
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const keyLine = (isScalar(key) ? lineOf(key) : null) ?? line;
      const part = locate(asNode(value), [...path, name], keyLine);
      if (name !== "<<") entries.set(name, part);
      else if (part.kind === "mapping") {
        for (const [key, merged] of part.entries) if (!entries.has(key)) entries.set(key, merged);
      } else entries.set(name, part);
    }
    return entries;
  };
  const lineOf = (node: Node | null): number | null =>
    node?.range ? counter.linePos(node.range[0]).line : null;

  try {
    return { kind: "known", value: locate(document.contents, [], 1) };
  } catch (error) {
    if (error instanceof TooManyParts) return whole("Aliases make this file too large to be read.", null);
    throw error;
  }
}

class TooManyParts extends Error {}

const asNode = (value: unknown): Node | null =>
  isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
