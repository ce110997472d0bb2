import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import type { DurationMs } from "../../../protocol/time.ts";
import type { BodyCounts } from "./intake-counts.ts";

/** A body, or why there is none. `gone`: the sender hung up, nobody waits for an answer. */
export type TakenBody =
  | { readonly kind: "body"; readonly bytes: Buffer }
  | { readonly kind: "too large" | "busy" | "unreadable" | "stalled" | "gone" };

/** Limits of what bodies may hold of the server while they come in. */
export interface BodyLimits {
  /** Longest body after unpacking, bytes. */
  readonly limitBytes: number;
  /** All bodies together that are not whole yet, bytes: a thousand slow senders must not fill the memory. */
  readonly mostPendingBytes: number;
  /** A sender that says nothing for this long in mid-body is given up. */
  readonly stallMs: DurationMs;
}

/** Reads bodies, packed or not. */
export interface BodyReader {
  readonly limits: BodyLimits;
  /** Never rejects. */
  read(request: IncomingMessage): Promise<TakenBody>;
  counts(): BodyCounts;
}

/** What is counted while bodies come in. */
type Tally = { -readonly [K in keyof BodyCounts]: BodyCounts[K] };

/** First piece of memory for a body; one that says it is longer gets more only as its bytes come. */
const firstBytes = 1_000_000;

/** A reader for one server. */
export function createBodyReader(limits: BodyLimits): BodyReader {
  const tally: Tally = { pending: 0, pendingBytes: 0, stalled: 0, gone: 0, tooMany: 0 };
  return {
    limits,
    counts: () => ({ ...tally }),
    read(request) {
      const declared = Number(request.headers["content-length"] ?? 0);
      const encoding = String(request.headers["content-encoding"] ?? "identity").toLowerCase();
      const isPlain = encoding === "identity";
      if (isPlain && declared > limits.limitBytes) return Promise.resolve({ kind: "too large" });
      const source = unpacked(request, encoding);
      if (source === null) return Promise.resolve({ kind: "unreadable" });
      return gather({ request, source, expected: isPlain ? declared : 0, limits, tally });
    },
  };
}

/** The body's own bytes; `null`: packed in a way that nobody knows. */
function unpacked(request: IncomingMessage, encoding: string): Readable | null {
  if (encoding === "identity") return request;
  if (encoding === "gzip" || encoding === "x-gzip") return request.pipe(createGunzip());
  if (encoding === "deflate") return request.pipe(createInflate());
  return null;
}

function gather(options: {
  readonly request: IncomingMessage;
  readonly source: Readable;
  readonly expected: number;
  readonly limits: BodyLimits;
  readonly tally: Tally;
}): Promise<TakenBody> {
  const { request, source, limits, tally } = options;
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.allocUnsafeSlow(Math.min(options.expected, firstBytes));
    let length = 0;
    let isOver = false;
    tally.pending++;
    const end = (taken: TakenBody): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(stall);
      tally.pending--;
      tally.pendingBytes -= length;
      if (taken.kind === "stalled") tally.stalled++;
      if (taken.kind === "gone") tally.gone++;
      if (taken.kind === "busy") tally.tooMany++;
      if (source !== request) {
        request.unpipe();
        source.destroy();
      }
      // What still comes is read and thrown away, so that the sender gets to read the answer.
      request.resume();
      resolve(taken);
    };
    const stall = setTimeout(() => end({ kind: "stalled" }), limits.stallMs);
    request.on("data", () => stall.refresh());
    source.on("data", (part: Buffer) => {
      if (isOver) return;
      if (length + part.length > limits.limitBytes) return end({ kind: "too large" });
      if (tally.pendingBytes + part.length > limits.mostPendingBytes) return end({ kind: "busy" });
      if (length + part.length > bytes.length) bytes = extended(bytes, length, length + part.length);
      part.copy(bytes, length);
      length += part.length;
      tally.pendingBytes += part.length;
    });
    source.on("end", () => end({ kind: "body", bytes: bytes.subarray(0, length) }));
    // Packed bytes that are none, or a connection that broke.
    source.on("error", () => end({ kind: "unreadable" }));
    request.on("close", () => {
      if (!request.complete) end({ kind: "gone" });
    });
  });
}

function extended(bytes: Buffer, used: number, needed: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, bytes.length * 2));
  bytes.copy(larger, 0, 0, used);
  return larger;
}
