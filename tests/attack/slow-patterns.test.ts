import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/** A pattern of the sources, and where it stands. */
interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

const longChars = 30_000;
const shortChars = longChars / 10;

/**
 * A long input may take this many times as long as one of a tenth. A linear pattern takes ten times as long, a quadratic
 * one a hundred.
 */
const mostTimes = 45;

/** Below this nothing can be said about ratios, and nothing needs to be. */
const harmlessMs = 25;

const sourcesOf = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(dir, file));

function patternsOf(file: string): readonly Pattern[] {
  const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const cut = node.text.lastIndexOf("/");
      const line = tree.getLineAndCharacterOfPosition(node.pos).line + 1;
      found.push({
        where: `${file}:${line}`,
        source: node.text.slice(1, cut),
        flags: node.text.slice(cut + 1),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** What an attacker would try: each character of the pattern and each of a few kinds, over and over, then something that ends no match. */
function toBaits({ source }: Pattern): readonly string[] {
  const own = [...new Set(source.replace(/\\[dwsbpPuDWSB]/g, "").replace(/[\\[\](){}|?*+^$.]/g, ""))];
  const units = [
    ...new Set([
      ...own,
      "a",
      "0",
      " ",
      "\t",
      "\n",
      "/",
      ".",
      "-",
      "=",
      ",",
      ":",
      "<",
      '"',
      "\\",
      "a.",
      "a ",
      "0.",
      "a=a,",
      "%41",
    ]),
  ];
  return units.flatMap((unit) => [`${unit}`, `x${unit}`]);
}

const fill = (unit: string, chars: number): readonly string[] => {
  const body = unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);
  return [body, `${body}\u0001!`, `\u0001${body}\u0001`];
};

/** Time of the processor, not of the clock: other programs do not count. */
function timeMs({ source, flags }: Pattern, text: string): number {
  const pattern = new RegExp(source, flags.replace(/[gy]/g, ""));
  const from = process.cpuUsage();
  pattern.test(text);
  return process.cpuUsage(from).user / 1000;
}

test("no pattern of the sources takes more than its share of time for a long text", () => {
  const files = ["protocol", "server", "client", "simulator"].flatMap(sourcesOf);
  const patterns = files.flatMap(patternsOf);
  expect(patterns.length).toBeGreaterThan(80);
  const slow: string[] = [];
  for (const pattern of patterns)
    for (const unit of toBaits(pattern)) {
      const shorts = fill(unit, shortChars);
      for (const [i, text] of fill(unit, longChars).entries()) {
        const longMs = timeMs(pattern, text);
        if (longMs < harmlessMs) continue;
        // Again, because the first time compiles the pattern, and memory may be tidied up at any time.
        const again = Math.min(longMs, timeMs(pattern, text), timeMs(pattern, text));
        const short = Math.max(0.2, timeMs(pattern, shorts[i] ?? ""));
        if (again >= harmlessMs && again / short > mostTimes)
          slow.push(
            `${pattern.where} /${pattern.source}/ ${JSON.stringify(unit)} ${again.toFixed(0)} ms, ${(again / short).toFixed(0)} times`,
          );
        break;
      }
    }
  expect(slow).toEqual([]);
});

test("a pattern that is too slow is found by these baits", () => {
  const bad: Pattern = { where: "here", source: "^(a+)+$", flags: "" };
  const text = `${"a".repeat(24)}!`;
  expect(timeMs(bad, text)).toBeGreaterThan(harmlessMs);
  const quadratic: Pattern = { where: "here", source: "/+$", flags: "" };
  expect(fill("/", longChars).some((bait) => timeMs(quadratic, bait) > harmlessMs)).toBe(true);
});
