import type { ConfigSchema } from "./config-schema.ts";
import { variables } from "./variables.ts";

/** A key of the configuration with its path, such as `loops[].channels[].role`. */
interface Key {
  readonly name: string;
  readonly path: string;
  readonly schema: ConfigSchema;
  readonly required: boolean;
}

/** One table: the keys of one section of the file. */
interface Section {
  readonly path: string;
  readonly schema: ConfigSchema;
  readonly keys: readonly Key[];
}

const opening = `# Configuration

Made by \`npm run docs:config\` from the schema that checks the file; do not edit.

One YAML file says what is; environment variables say where, and hold the secrets.
[loopwatch.example.yaml](../loopwatch.example.yaml) and [examples](../examples) are files to begin with,
[operating.md](operating.md) explains what the keys do together. \`loopwatch check\` names every mistake with its line.
An editor that knows the YAML language server completes and checks while you write, by the first line of the example,
which names [loopwatch.schema.json](loopwatch.schema.json).

A *time span* is a number with its unit: \`15 s\`, \`5min\`, \`3h\`, \`1.5 d\`. A *time of day* is written \`06:00\`, in the zone
of the file. Ids have letters, digits, \`.\`, \`-\`, \`_\`, at most 64, the first a letter or digit. **Bold** keys must be there.
`;

/** The whole document. */
export function renderConfiguration(schema: ConfigSchema): string {
  const parts = [opening, renderVariables()];
  for (const section of toSections(schema, "")) parts.push(renderSection(section));
  return `${parts.join("\n").trimEnd()}\n`;
}

/** Every key of the file by its path. */
export function listKeys(
  schema: ConfigSchema,
): readonly { readonly path: string; readonly schema: ConfigSchema }[] {
  return toSections(schema, "").flatMap(({ keys }) => keys);
}

/** The section itself, then those inside it, in the order of their keys. */
function toSections(schema: ConfigSchema, path: string): readonly Section[] {
  const keys = Object.entries(schema.properties ?? {}).map(
    ([name, part]): Key => ({
      name,
      path: path === "" ? name : `${path}.${name}`,
      schema: part,
      required: schema.required?.includes(name) ?? false,
    }),
  );
  if (keys.length === 0) return [];
  const inner = keys.flatMap((key) => {
    const found = toInner(key.schema);
    return found === null ? [] : toSections(found.schema, `${key.path}${found.suffix}`);
  });
  return [{ path, schema, keys }, ...inner];
}

/** The section that a key holds: itself, each item of a list, or one of several forms. */
function toInner(schema: ConfigSchema): { readonly schema: ConfigSchema; readonly suffix: string } | null {
  if (schema.properties !== undefined) return { schema, suffix: "" };
  if (schema.items?.properties !== undefined) return { schema: schema.items, suffix: "[]" };
  const form = schema.anyOf?.find(({ properties }) => properties !== undefined);
  return form === undefined ? null : { schema: form, suffix: "" };
}

function renderVariables(): string {
  const rows = variables.map(({ name, meaning, without, example }) =>
    toRow([`\`${name}\``, meaning, without, example === "…" ? "" : `\`${example}\``]),
  );
  return [
    "## Environment variables",
    "",
    toRow(["variable", "meaning", "without it", "example"]),
    rule(4),
    ...rows,
    "",
  ].join("\n");
}

function renderSection({ path, keys }: Section): string {
  const rows = keys.map(({ name, schema, required }) =>
    toRow([
      required ? `**\`${name}\`**` : `\`${name}\``,
      toType(schema),
      schema.unit ?? "",
      schema.default === undefined || isBare(schema.default) ? "" : `\`${toYaml(schema.default)}\``,
      schema.description ?? "",
      schema.examples?.[0] === undefined ? "" : `\`${toYaml(schema.examples[0])}\``,
    ]),
  );
  const title = path === "" ? "## The file" : `## \`${path}\``;
  return [
    title,
    "",
    toRow(["key", "type", "unit", "default", "meaning", "example"]),
    rule(6),
    ...rows,
    "",
  ].join("\n");
}

const toRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const rule = (columns: number): string => `|${" --- |".repeat(columns)}`;

/** An empty section or list says nothing as a default. */
const isBare = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

/** What may be written, with its range. */
function toType(schema: ConfigSchema): string {
  if (schema.kind !== undefined) return schema.kind;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(", ");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(toType))].join(" or ");
  if (schema.type === "array")
    return schema.items === undefined ? "list" : `list of ${toPlural(schema.items)}`;
  if (schema.type === "object")
    return typeof schema.additionalProperties === "object" ? "names and texts" : "section";
  if (schema.type === "integer") return `whole number${toRange(schema)}`;
  if (schema.type === "number") return `number${toRange(schema)}`;
  const types = [schema.type ?? "text"].flat();
  return types.map((type) => (type === "string" ? "text" : type)).join(" or ");
}

function toPlural(schema: ConfigSchema): string {
  const type = toType(schema);
  if (["section", "text", "time of day", "time span"].includes(type)) return type.replace(/^(\w+)/, "$1s");
  return type;
}

function toRange({ minimum, maximum, exclusiveMinimum }: ConfigSchema): string {
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum;
  const above = exclusiveMinimum === undefined ? "from" : "above";
  if (least === undefined || Math.abs(least) > 1e15) return "";
  return maximum === undefined || maximum > 1e15
    ? `, ${above} ${least}`
    : `, ${above} ${least} to ${maximum}`;
}

/** A value as it stands in the file; a list or section in one line. */
function toYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toYaml).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, part]) => `${key}: ${toYaml(part)}`)
      .join(", ")} }`;
  const text = String(value);
  return /^\d\d:\d\d$|^\{|[:#] /.test(text) ? `"${text}"` : text;
}
