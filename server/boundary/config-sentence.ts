import type { z } from "zod";
import { type ConfigProblem, type FilePath, findNearest, toPathText } from "./config-problem.ts";
import { keysByPart } from "./config-shape.ts";
import type { YamlSource } from "./yaml-source.ts";

/** Keys people look for in the file that live in the environment: files are shared, secrets are not. */
const environmentByKey: ReadonlyMap<string, string> = new Map([
  ["password", "INFLUX_PASSWORD"],
  ["token", "INFLUX_TOKEN"],
  ["smtpUrl", "SMTP_URL"],
]);

/** The same for the sections that have secrets, or an address with secrets, of their own. */
const environmentByPart: ReadonlyMap<string, string> = new Map([
  ["mqtt.password", "MQTT_PASSWORD"],
  ["smtp.password", "SMTP_URL"],
  ["smtp.user", "SMTP_URL"],
  ["smtp.url", "SMTP_URL"],
  ["smtp.host", "SMTP_URL"],
  ["webhooks.secret", "WEBHOOK_SECRET_ and the webhook's id in capitals"],
]);

/** Checks `value` against a shape. What is wrong comes back in plain sentences, each with its place in the file. */
export function checkShape<T>(
  shape: z.ZodType<T>,
  value: unknown,
  at: FilePath,
  source: YamlSource,
): { readonly value: T } | { readonly problems: readonly ConfigProblem[] } {
  const checked = shape.safeParse(value, { error: toSentence });
  if (checked.success) return { value: checked.data };
  const problems = checked.error.issues.flatMap((issue) => {
    const path = [...at, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
    if (issue.code !== "unrecognized_keys") return [toProblem(path, issue.message, source)];
    return issue.keys.map((key) => toProblem([...path, key], toUnknownKeySentence(path, key), source));
  });
  return { problems };
}

/** A problem at a place in the file, with its line. */
export function toProblem(path: FilePath, message: string, source: YamlSource): ConfigProblem {
  return { path: toPathText(path), line: source.lineOf(path), message };
}

function toUnknownKeySentence(path: FilePath, key: string): string {
  const variable = environmentByPart.get(`${path[0] ?? ""}.${key}`) ?? environmentByKey.get(key);
  if (variable !== undefined)
    return `Secrets do not belong in this file; set ${variable} in the environment.`;
  const part = path.filter((step) => typeof step === "string").join(".");
  const nearest = findNearest(key, keysByPart.get(part) ?? []);
  return nearest === null
    ? "There is no such setting."
    : `There is no such setting; did you mean ${nearest}?`;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
const nounByType: Readonly<Record<string, string>> = {
  object: "section with keys",
  record: "section with keys",
  array: "list",
  string: "text",
  int: "whole number",
};

/** `undefined` lets the library's own sentence stand. */
function toSentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return "This is missing.";
    const noun = nounByType[issue.expected] ?? issue.expected;
    return noun === "text"
      ? "This must be text (in quotes if it looks like a number)."
      : `This must be ${article(noun)}.`;
  }
  if (issue.code === "invalid_value") {
    const choices = issue.values.map(String).join(", ");
    return issue.input === undefined
      ? `This is missing; it must be one of: ${choices}.`
      : `This must be one of: ${choices}.`;
  }
  if (issue.code === "too_small") {
    if (issue.origin === "array" || issue.origin === "string") return "This is empty.";
    return `This must be ${issue.inclusive === true ? "at least" : "more than"} ${issue.minimum}.`;
  }
  if (issue.code === "too_big")
    return `This must be at most ${issue.maximum}${issue.origin === "string" ? " characters" : ""}.`;
  return undefined;
}
