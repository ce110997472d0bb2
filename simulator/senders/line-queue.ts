import { countLines } from "./tally.ts";

/** Whole lines on their way in one request. */
export interface Chunk {
  readonly body: string;
  readonly points: number;
}

/** Lines that wait, in order. Taken chunks still count as waiting until they are done with. */
export interface LineQueue {
  /** Bytes of everything that waits or is on its way. ASCII, so characters are bytes. */
  bytes(): number;
  isEmpty(): boolean;
  add(lines: string): void;
  /** The next chunk of about `mostBytes`: whole batches, at least one. `null` when none waits. */
  take(mostBytes: number): Chunk | null;
  /** Puts a chunk back to the head. */
  putBack(chunk: Chunk): void;
  /** A chunk was taken or rejected: its bytes no longer count. */
  done(chunk: Chunk): void;
}

/** Empty at first. */
export function createLineQueue(): LineQueue {
  let batches: string[] = [];
  let head = 0;
  let bytes = 0;
  const returned: Chunk[] = [];
  return {
    bytes: () => bytes,
    isEmpty: () => head === batches.length && returned.length === 0,
    add(lines) {
      batches.push(lines);
      bytes += lines.length;
    },
    take(mostBytes) {
      const again = returned.pop();
      if (again !== undefined) return again;
      if (head === batches.length) return null;
      const from = head;
      let size = 0;
      do size += batches[head++]?.length ?? 0;
      while (head < batches.length && size + (batches[head]?.length ?? 0) <= mostBytes);
      const body = batches.slice(from, head).join("");
      if (head > 1000 || head === batches.length) {
        batches = batches.slice(head);
        head = 0;
      }
      return { body, points: countLines(body) };
    },
    putBack: (chunk) => void returned.push(chunk),
    done(chunk) {
      bytes -= chunk.body.length;
    },
  };
}

/** A chunk in two halves between lines; `null` when it holds a single line. */
export function splitChunk({ body, points }: Chunk): readonly [Chunk, Chunk] | null {
  if (points < 2) return null;
  const middle = Math.floor(points / 2);
  let at = -1;
  for (let line = 0; line < middle; line++) at = body.indexOf("\n", at + 1);
  return [
    { body: body.slice(0, at + 1), points: middle },
    { body: body.slice(at + 1), points: points - middle },
  ];
}
