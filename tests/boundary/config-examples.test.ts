import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findUntold } from "../../server/boundary/config.ts";
import { keysByNoticePart } from "../../server/boundary/config-notice-shape.ts";
import { keysByPart } from "../../server/boundary/config-shape.ts";
import { configOf, oneLoop, problemsOf } from "./config-cases.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const examples = readdirSync(new URL("examples/", root))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => `examples/${name}`);

describe.each(["loopwatch.example.yaml", ...examples])("%s", (path) => {
  test("has no mistake, and a server starts with it", () => {
    expect(problemsOf(read(path))).toEqual([]);
    expect(findUntold(configOf(read(path)))).toBeNull();
  });
});

describe("the example with people and routes", () => {
  const text = read("examples/control-room.yaml");
  const config = configOf(text, { WEBHOOK_SECRET_PAGER: "s" });

  test("uses every part of the configuration of notices but those that need files or a server of your own", () => {
    const missing = keysByNoticePart
      .flatMap(([part, keys]) => (/guidance/.test(part) ? [] : keys.map((key) => `${part}.${key}`)))
      .filter((key) => !new RegExp(`\\b${key.split(".").at(-1)}:`).test(text));
    expect(missing).toEqual([
      "routes.verdicts",
      "smtp.caFile",
      "smtp.replyTo",
      "smtp.dkim",
      "smtp.dkim.domain",
      "smtp.dkim.selector",
      "smtp.dkim.keyFile",
    ]);
  });

  test("says who hears of a leak at night", () => {
    expect(config.notice.routes.map(({ name, tell }) => [name, tell])).toEqual([
      ["leaks", ["desk", "anna"]],
      ["instruments", ["ivy"]],
      ["the rest", ["desk", "anna"]],
    ]);
    expect(config.webhooks[0]?.secret).toBe("s");
    expect(config.loops[0]?.channels[0]?.limits?.map(({ name }) => name)).toEqual(["low", "high", "falling"]);
  });
});

const blocksOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");

describe("the manual", () => {
  test.each(blocksOf("docs/notices.md"))("of notices shows sections that have no mistake: %s", (block) => {
    expect(problemsOf(`${block}${oneLoop}`)).toEqual([]);
  });

  test("has a row for every key of the sections about notices, and of limits", () => {
    const manual = read("docs/operating.md");
    const documented = new Set([...manual.matchAll(/`([A-Za-z]+)`/g)].map((match) => match[1]));
    const parts = [
      ...keysByNoticePart.filter(([part]) => !part.includes("guidance")),
      ["", limitKeys] as const,
    ];
    const missing = parts.flatMap(([part, keys]) =>
      keys.filter((key) => !documented.has(key)).map((key) => `${part} ${key}`),
    );
    expect(missing).toEqual([]);
  });

  test("shows limits and planned losses of signal that have no mistake", () => {
    const [limits, los] = ["limits:", "plannedLos:"].map((start) =>
      blocksOf("docs/operating.md").find((block) => block.startsWith(start)),
    );
    const loop = oneLoop
      .replace("        role: pressure\n", (line) => `${line}${indent(limits ?? "", 8)}`)
      .replace(
        "    channels:\n",
        (line) => `${indent((los ?? "").replace(/plannedLosFile.*\n/, ""), 4)}${line}`,
      );
    const text = `${loop}      - { id: flow, role: flow, source: { field: f } }\n`;
    const [parsed] = configOf(text).loops;
    expect(parsed?.channels[0]?.limits).toHaveLength(4);
    expect(parsed?.plannedLos).toHaveLength(1);
  });
});

const limitKeys = keysByPart.get("loops.channels.limits") ?? [];

const indent = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));
