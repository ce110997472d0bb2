import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { ConfigProblem } from "./config-problem.ts";

/** A YAML file that was read: its value, and where in the file each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** Line (from 1) of the part at `path`; of the nearest part around it when it is missing. */
  lineOf(path: readonly (string | number)[]): number;
}

/** Reads YAML. What is not YAML comes back as problems with their lines. */
export function parseYaml(
  text: string,
): { readonly source: YamlSource } | { readonly problems: readonly ConfigProblem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      path: "(file)",
      line: counter.linePos(error.pos[0]).line,
      message: `This is not YAML: ${error.message}`,
    }));
    return { problems };
  }
  try {
    const value: unknown = document.toJS();
    return { source: { value, lineOf: (path) => findLine(document, counter, path) } };
  } catch (cause) {
    // Aliases that multiply ("a billion laughs") and aliases to nothing are found only now.
    return {
      problems: [
        {
          path: "(file)",
          line: 1,
          message: `This is not YAML: ${cause instanceof Error ? cause.message : "unreadable"}.`,
        },
      ],
    };
  }
}

function findLine(document: Document, counter: LineCounter, path: readonly (string | number)[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = findOffset(document, path.slice(0, depth));
    if (offset !== null) return counter.linePos(offset).line;
  }
  return 1;
}

/** Offset of the key at `path` (what a reader looks for), or of the item in a list. */
function findOffset(document: Document, path: readonly (string | number)[]): number | null {
  const last = path.at(-1);
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(last));
    return isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
