import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  type ConfigSchema,
  toConfigSchema,
  toEditorSchema,
} from "../../bench/configuration/config-schema.ts";
import { configurationPapers } from "../../bench/configuration/papers.ts";
import { listKeys } from "../../bench/configuration/render-configuration.ts";
import { variables } from "../../bench/configuration/variables.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const schema = toConfigSchema();
const keys = listKeys(schema);
const examples = [
  "loopwatch.example.yaml",
  ...readdirSync(new URL("examples", root)).map((file) => `examples/${file}`),
]
  .filter((path) => path.endsWith(".yaml"))
  .map((path) => ({ path, value: parse(read(path)) as unknown }));

const isConfig = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  toEditorSchema(schema),
);

/** Paths of a file's keys, `loops[].id`. Names and texts of the owner's, such as tags, are no keys. */
function pathsOf(value: unknown, at = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${at}[]`));
  if (typeof value !== "object" || value === null || at.endsWith(".tags")) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const path = at === "" ? key : `${at}.${key}`;
    return [path, ...pathsOf(part, path)];
  });
}

describe("the configuration's documents", () => {
  test.each(configurationPapers(schema))("$path is as `npm run docs:config` makes it", ({ path, text }) => {
    expect(read(path)).toBe(text);
  });

  test("say of every key what it means", () => {
    expect(keys.length).toBeGreaterThan(120);
    expect(
      keys.filter(({ schema: { description } }) => (description ?? "").length < 8).map(({ path }) => path),
    ).toEqual([]);
  });

  test("give no number without a unit that has one", () => {
    const bare = keys.filter(({ schema: { type, unit } }) => type === "number" && unit === undefined);
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  test.each(examples)("have every key of $path", ({ value }) => {
    const known = new Set(keys.map(({ path }) => path));
    const used = [...new Set(pathsOf(value))];
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((path) => !known.has(path))).toEqual([]);
  });

  test("have a table for every section, with a row for every key", () => {
    const page = read("docs/configuration.md");
    for (const path of ["loops[].channels[].limits[]", "mqtt[].subscriptions[].timestamp", "smtp.dkim"])
      expect(page).toContain(`## \`${path}\``);
    expect(page).toMatch(/\| `range` \| section \|/);
  });

  test("name every variable that the server reads, and no other", () => {
    const sources = readdirSync(new URL("server", root), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => read(`server/${path}`))
      .join("\n");
    const found = [...sources.matchAll(/"((?:INFLUX|SMTP|MQTT|LOOPWATCH|LOG|WEBHOOK)_[A-Z_]+)"/g)].map(
      ([, name]) => (name === "WEBHOOK_SECRET_" ? "WEBHOOK_SECRET_ID" : name),
    );
    expect([...new Set(found)].toSorted()).toEqual(variables.map(({ name }) => name).toSorted());
  });
});

describe("the schema for editors", () => {
  test.each(examples)("takes $path", ({ value }) => {
    isConfig(value);
    expect(isConfig.errors ?? []).toEqual([]);
  });

  test("is named by the example's first line", () => {
    expect(read("loopwatch.example.yaml").split("\n")[0]).toBe(
      "# yaml-language-server: $schema=docs/loopwatch.schema.json",
    );
  });

  const channel = { id: "p", role: "pressure", source: { field: "p" } };
  test.each([
    ["a wrong key", { loops: [{ id: "a", colant: "water", channels: [channel] }] }],
    ["a span without a unit", { loops: [{ id: "a", learning: "3", channels: [channel] }] }],
    ["a role that is none", { loops: [{ id: "a", channels: [{ ...channel, role: "level" }] }] }],
    ["no loops", { mail: { to: ["a@example.org"] } }],
    ["a port that is none", { listen: { port: 70_000 }, loops: [{ id: "a", channels: [channel] }] }],
  ])("refuses %s", (_name, value) => {
    expect(isConfig(value)).toBe(false);
  });

  test("takes a file that says no more than it must", () => {
    expect(isConfig({ loops: [{ id: "a", channels: [channel] }] })).toBe(true);
  });

  test("has no default or example that it would not take itself", () => {
    const ajv = new Ajv2020({ strict: false });
    const odd = keys.flatMap(({ path, schema: part }) => {
      const said = [...(part.examples ?? []), ...(part.default === undefined ? [] : [part.default])];
      const takes = ajv.compile(toEditorSchema(part as ConfigSchema));
      return said.filter((value) => !takes(value)).map((value) => `${path}: ${JSON.stringify(value)}`);
    });
    expect(odd).toEqual([]);
  });
});
