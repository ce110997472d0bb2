import { describe, expect, test } from "vitest";
import { toPlain } from "../../../simulator/description/located.ts";
import { renderProblems } from "../../../simulator/description/problem.ts";
import { parseYamlText } from "../../../simulator/description/yaml-text.ts";

function problemsOf(text: string): readonly string[] {
  const parsed = parseYamlText(text, "test.yaml");
  return parsed.kind === "known" ? [] : renderProblems(parsed.problems, "test.yaml").split("\n");
}

const tooDeep =
  "Lists and mappings stand more than 50 deep in each other, or an alias holds itself; these files need fewer than ten.";

describe("a file that cannot be read as keys with values", () => {
  test.each([
    ["an empty file", "", ["test.yaml: The file is empty."]],
    ["a file of comments", "# nothing\n", ["test.yaml: The file is empty."]],
    ["a list", "- 1\n", ["test.yaml (line 1): The file must hold keys with values, like `name: my loop`."]],
    [
      "a key twice",
      "name: a\nname: b\n",
      ["name (line 2): This key stands twice in one mapping; leave one of them out."],
    ],
    ["an alias to itself", "name: &a [*a]\n", [`test.yaml (line 1): ${tooDeep}`]],
    [
      "lists in lists, sixty deep",
      `name: ${"[".repeat(60)}${"]".repeat(60)}\n`,
      [`test.yaml (line 1): ${tooDeep}`],
    ],
    [
      "lists in lists without end",
      `coolant: water\nname: ${"[".repeat(5000)}\n`,
      [`test.yaml (line 2): ${tooDeep}`],
    ],
    ["a mapping for a key", "? [a, b]\n: 1\n", ["test.yaml (line 1): A key must be a word."]],
    [
      "aliases that multiply",
      `a: &a [1,1,1,1,1,1,1,1,1,1]\n${["b", "c", "d", "e", "f"].map((name, i) => `${name}: &${name} [${`*${"abcde"[i]},`.repeat(10)}]\n`).join("")}`,
      ["test.yaml: Aliases or sheer length make this file too large to be read."],
    ],
  ])("%s is refused in a sentence", (_name, text, sentences) => {
    expect(problemsOf(text)).toEqual(sentences);
  });

  test("a mapping of very many keys is answered: none is compared with each other one", () => {
    const keys = Array.from({ length: 100_001 }, (_, i) => `k${i}: 1\n`).join("");
    expect(problemsOf(keys)).toEqual([
      "test.yaml: Aliases or sheer length make this file too large to be read.",
    ]);
  }, 30_000);

  test("an alias stands for what had its name last, whatever other aliases repeat", () => {
    const text = "first: &a { of: &v 1 }\nsecond: &v 2\nagain: *a\nlast: *v\n";
    const parsed = parseYamlText(text, "test.yaml");
    expect(parsed.kind === "known" && toPlain(parsed.value)).toEqual({
      first: { of: 1 },
      second: 2,
      again: { of: 1 },
      last: 2,
    });
  });

  test.each([
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").toString("utf8")],
    ["bytes that are not UTF-8", Buffer.from("name: caf\xe9\n", "latin1").toString("utf8")],
    ["text of two bytes a letter", Buffer.from("name: a\n", "utf16le").toString("utf8")],
  ])("%s is refused without a word of it", (_name, text) => {
    expect(problemsOf(text)).toEqual([
      "test.yaml: This is not text; plant and scenario files are YAML in UTF-8.",
    ]);
  });

  test("text of all the world is text, also with tabs, a byte order mark and the line ends of other systems", () => {
    const parsed = parseYamlText("\uFEFFname: K\u00fchlkreis \u51b7\u5374 \u{1f9ca} # a\tb\r\n", "test.yaml");
    expect(parsed.kind === "known" && toPlain(parsed.value)).toEqual({
      name: "K\u00fchlkreis \u51b7\u5374 \u{1f9ca}",
    });
  });

  test("two documents are told where the second one begins", () => {
    expect(problemsOf("name: a\n---\nname: b\n")).toEqual([
      "test.yaml (line 2): Here a second YAML document begins; keep one in the file, and no line of --- after it.",
    ]);
  });

  test("a long piece of the file is not repeated to its end", () => {
    const [sentence = ""] = problemsOf(`name: |${"a".repeat(10_000)}\n b\n`);
    expect(sentence).toContain("This is not YAML");
    expect(sentence.length).toBeLessThan(300);
  });

  test("text that is not YAML is refused with its line", () => {
    expect(problemsOf("name: a\nsegments: [\n")[0]).toMatch(/^test\.yaml \(line [23]\): This is not YAML: /);
  });
});
