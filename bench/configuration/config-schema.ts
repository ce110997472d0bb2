import { z } from "zod";
import { toSpan } from "../../protocol/units.ts";
import { documentedShape } from "../../server/boundary/config-shape.ts";
import { toTimeOfDay } from "../../server/boundary/time-of-day.ts";

/** A part of the configuration as JSON Schema tells it; `kind` and `unit` are words of ours. */
export interface ConfigSchema {
  readonly type?: string | readonly string[];
  readonly kind?: string;
  readonly unit?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly properties?: Readonly<Record<string, ConfigSchema>>;
  readonly required?: readonly string[];
  readonly items?: ConfigSchema;
  readonly anyOf?: readonly ConfigSchema[];
  readonly additionalProperties?: boolean | ConfigSchema;
}

/** The configuration file as JSON Schema, made from the shapes that check it. */
export function toConfigSchema(): ConfigSchema {
  return z.toJSONSchema(documentedShape, {
    io: "input",
    unrepresentable: "any",
    // What is read into another form loses its default and its examples on the way; both are said as a file says them.
    override({ zodSchema, jsonSchema }) {
      const said = z.globalRegistry.get(zodSchema) ?? {};
      const inner = jsonSchema["kind"];
      const { def } = zodSchema._zod;
      if (Array.isArray(said.examples)) jsonSchema.examples = [...said.examples];
      if (def.type === "default") jsonSchema.default = toWritten(defaultOf(def), inner);
      if (jsonSchema.enum !== undefined) delete jsonSchema.type;
    },
  }) as ConfigSchema;
}

const defaultOf = (def: object): unknown => ("defaultValue" in def ? def.defaultValue : undefined);

/** A value of the program as the file would say it. */
function toWritten(value: unknown, kind: unknown): NonNullable<unknown> | null {
  if (value === null && String(kind).endsWith("never")) return "never";
  if (typeof value === "number" && String(kind).startsWith("time span")) return toSpan(value);
  if (typeof value === "number" && String(kind).startsWith("time of day")) return toTimeOfDay(value);
  return value ?? null;
}

const patternByKind: Readonly<Record<string, string>> = {
  "time span": "^ *[0-9]{1,9}(\\.[0-9]{1,6})? {0,3}(ms|s|min|h|d) *$",
  "time span or never": "^ *([0-9]{1,9}(\\.[0-9]{1,6})? {0,3}(ms|s|min|h|d)|never) *$",
  "time of day": "^ *[0-9]{1,2}:[0-5][0-9] *$",
  "time of day or never": "^ *([0-9]{1,2}:[0-5][0-9]|never) *$",
};

/** The same for editors: words of ours become words of JSON Schema. */
export function toEditorSchema(schema: ConfigSchema): object {
  return rewrite(schema) as object;
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== "object" || value === null) return value;
  const { kind, unit, ...rest } = value as Record<string, unknown>;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, rewrite(part)]));
  // A key of the configuration may be called so, too; then it is no word of ours.
  if (typeof kind === "object") plain["kind"] = rewrite(kind);
  if (typeof unit === "object") plain["unit"] = rewrite(unit);
  if (typeof kind === "string" && patternByKind[kind] !== undefined) plain["pattern"] = patternByKind[kind];
  if (typeof unit === "string") plain["description"] = `${plain["description"]} Unit: ${unit}.`;
  return plain;
}
