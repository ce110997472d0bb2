import type { EpochMs } from "../../protocol/time.ts";
import { readAt, toPathWords } from "./json-path.ts";
import { show } from "./line-cursor.ts";
import type { JsonParts } from "./mqtt-subscription.ts";
import { readMoment } from "./mqtt-time.ts";

/** What a message about one sensor says. */
export interface Reading {
  /** `null`: the sensor has no value. A text is the word of an operation. */
  readonly value: number | string | null;
  /** Source time, nanoseconds since 1970. */
  readonly atNs: bigint;
  /** `null`: the message does not tell. */
  readonly isGood: boolean | null;
}

/** A message with its time of arrival. */
export interface Arrived {
  readonly payload: Buffer;
  readonly arrivedMs: EpochMs;
}

const nsPerMs = 1_000_000n;
const toNs = (ms: EpochMs): bigint => BigInt(Math.floor(ms)) * nsPerMs;

/** What an operation may be called; a line feed in it would look like the end of a line. */
const word = /^[^\p{Cc}]{1,200}$/u;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads a payload that is nothing but a number. A text answer says why it is none. */
export function readPlain({ payload, arrivedMs }: Arrived, mayBeWord: boolean): Reading | string {
  const text = payload.toString("utf8").trim();
  const atNs = toNs(arrivedMs);
  if (text === "") return "The message is empty.";
  if (text === "null") return { value: null, atNs, isGood: null };
  const value = toValue(text, mayBeWord);
  return value === undefined ? `${show(text)} is not a number.` : { value, atNs, isGood: null };
}

/** Reads a JSON payload. A text answer says why it cannot be understood. */
export function readJson(
  { payload, arrivedMs }: Arrived,
  parts: JsonParts,
  mayBeWord: boolean,
): Reading | string {
  if (payload.length === 0) return "The message is empty.";
  let document: unknown;
  try {
    document = JSON.parse(payload.toString("utf8"));
  } catch {
    // Whatever the parser says of it, the sender must mend the whole.
    return `${show(payload.toString("utf8"))} is not JSON.`;
  }
  const written = readAt(document, parts.value);
  if (written === undefined) return `There is no ${toPathWords(parts.value)} in the message.`;
  const value = written === null ? null : toValue(written, mayBeWord);
  if (value === undefined)
    return `${toPathWords(parts.value)} is ${toExcerpt(written)} and must be a number or null.`;
  const at = readTime(document, parts, arrivedMs);
  if (typeof at === "string") return at;
  return { value, atNs: at, isGood: readQuality(document, parts) };
}

function readTime(document: unknown, { timestamp }: JsonParts, arrivedMs: EpochMs): bigint | string {
  if (timestamp === null) return toNs(arrivedMs);
  const written = readAt(document, timestamp.path);
  const name = toPathWords(timestamp.path);
  if (written === undefined || written === null)
    return `There is no ${name} in the message; "timestamp: arrival" would take the time at which it came.`;
  const moment = readMoment(written, timestamp.unit);
  return typeof moment === "bigint" ? moment : `${name} is ${toExcerpt(written)}, which ${moment}.`;
}

/** A part of a message as it may stand in a sentence. */
const toExcerpt = (written: unknown): string =>
  typeof written === "string"
    ? show(written)
    : (typeof written === "number" ? String(written) : JSON.stringify(written)).slice(0, longestExcerpt);

const longestExcerpt = 60;

function readQuality(document: unknown, { quality }: JsonParts): boolean | null {
  if (quality === null) return null;
  const written = readAt(document, quality.path);
  if (written === undefined) return null;
  return quality.good.some((good) => good === written);
}

/** Numbers in quotes are numbers: many devices write them so. `undefined`: neither number nor allowed word. */
function toValue(written: unknown, mayBeWord: boolean): number | string | undefined {
  const value = typeof written === "string" && number.test(written.trim()) ? Number(written) : written;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return mayBeWord && typeof value === "string" && word.test(value) ? value : undefined;
}
