import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import type { Located, Place } from "./located.ts";
import { type Parsed, type Path, type Problem, toPathText } from "./problem.ts";
import { toExcerpt } from "./quantities.ts";

/** Deeper than this nothing in these files goes, but an alias to itself would. */
const deepest = 50;

const tooDeep = `Lists and mappings stand more than ${deepest} deep in each other, or an alias holds itself; these files need fewer than ten.`;

const twoDocuments = "Here a second YAML document begins; keep one in the file, and no line of --- after it.";

/** Parts that aliases may multiply one file into; more is a mistake or an attack. */
const mostParts = 100_000;

/** Control characters but tabs and line ends, and what takes the place of bytes that are not UTF-8: a picture, say. */
const notText = /[^\P{Cc}\t\n\r\u0085]|\uFFFD/u;

/** The library's sentences repeat what was written; more than this of one does not help to find it, characters. */
const longestReason = 200;

/** YAML with the line of each part. `file` is the name that problems carry. Merge keys (`<<`) are understood. */
export function parseYamlText(text: string, file: string): Parsed<Located> {
  if (notText.test(text))
    return toWhole(file, "This is not text; plant and scenario files are YAML in UTF-8.");
  const counter = new LineCounter();
  // The library compares each key with each other one: a long file would take minutes. Repeated keys are told below.
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false });
  const whole = (message: string, line: number | null) => toWhole(file, message, line);
  // The library's own words for too deep a file are those of a broken program.
  const exhausted = document.errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (exhausted !== undefined) return whole(tooDeep, counter.linePos(exhausted.pos[0]).line);
  const second = document.errors.find(({ code }) => code === "MULTIPLE_DOCS");
  if (second !== undefined) return whole(twoDocuments, counter.linePos(second.pos[0]).line);
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error): Problem => ({
        file,
        path: "",
        line: counter.linePos(error.pos[0]).line,
        message: `This is not YAML: ${toExcerpt(error.message, longestReason).replace(/\.?$/, ".")}`,
      }),
    );
    return { kind: "problems", problems };
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null))
    return whole("The file is empty.", null);
  if (!isMap(document.contents))
    return whole("The file must hold keys with values, like `name: my loop`.", 1);

  const repeated: Problem[] = [];
  const anchored = new Map<string, Node>();
  const passed = new Set<Node>();
  /** A name may be given anew further down; what an alias repeats gives no names. */
  const noteAnchor = (node: Node | null): void => {
    if (node === null || isAlias(node) || node.anchor === undefined || passed.has(node)) return;
    passed.add(node);
    anchored.set(node.anchor, node);
  };
  let parts = 0;
  const locate = (node: Node | null, path: Path, line: number): Located => {
    parts += 1;
    if (parts > mostParts)
      throw new UnreadableFile("Aliases or sheer length make this file too large to be read.");
    if (path.length > deepest) throw new UnreadableFile(tooDeep, line);
    const place: Place = { file, path, line };
    // Looking an alias up in the document would read all of it once an alias.
    if (isAlias(node)) return locate(anchored.get(node.source) ?? null, path, line);
    noteAnchor(node);
    if (isSeq<Node | null>(node)) {
      const items = node.items.map((item, i) => locate(item, [...path, i], lineOf(item) ?? line));
      return { ...place, kind: "list", items };
    }
    if (isMap(node)) return { ...place, kind: "mapping", entries: locateEntries(node, path, line) };
    return { ...place, kind: "scalar", value: isScalar(node) ? node.value : null };
  };
  const locateEntries = (map: YAMLMap, path: Path, line: number): ReadonlyMap<string, Located> => {
    const entries = new Map<string, Located>();
    const written = new Set<string>();
    for (const { key, value } of map.items) {
      const keyLine = (isScalar(key) ? lineOf(key) : null) ?? line;
      if (!isScalar(key)) throw new UnreadableFile("A key must be a word.", keyLine);
      noteAnchor(key);
      const name = String(key.value);
      if (written.has(name)) {
        const message = "This key stands twice in one mapping; leave one of them out.";
        repeated.push({ file, path: toPathText([...path, name]), line: keyLine, message });
      }
      written.add(name);
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
    const value = locate(document.contents, [], 1);
    return repeated.length > 0 ? { kind: "problems", problems: repeated } : { kind: "known", value };
  } catch (error) {
    if (error instanceof UnreadableFile) return whole(error.message, error.line);
    throw error;
  }
}

/** The file as a whole cannot be taken; the message is for the person who wrote it. */
class UnreadableFile extends Error {
  readonly line: number | null;

  constructor(message: string, line: number | null = null) {
    super(message);
    this.line = line;
  }
}

const toWhole = (file: string, message: string, line: number | null = null): Parsed<Located> => ({
  kind: "problems",
  problems: [{ file, path: "", line, message }],
});

const asNode = (value: unknown): Node | null =>
  isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
