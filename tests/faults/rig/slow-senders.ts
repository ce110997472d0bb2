import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Many connections that say the same and then go on slowly, or not at all. */
export interface Crowd {
  /** Connections that the server has not closed. */
  readonly open: number;
  /** First lines of the answers that came. */
  readonly answers: readonly string[];
  /** Resolves when the server has closed the last one. */
  gone(): Promise<void>;
}

/** Connections opened at once: more would only wait in the system's queue. */
const atOnce = 200;

/** Every so often a dripping sender says one byte more, milliseconds. */
const dripMs = 500;

/** Opens `size` connections, each of which says `words`, and after that `drip` again and again. Ends with the test. */
export async function openCrowd(
  url: string,
  size: number,
  words: string | Buffer,
  drip: string | null = null,
): Promise<Crowd> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const answers: string[] = [];
  let tellGone: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    tellGone = resolve;
  });
  const dripping = setInterval(() => {
    if (drip !== null) for (const socket of sockets) socket.write(drip);
  }, dripMs);
  onTestFinished(() => {
    clearInterval(dripping);
    for (const socket of sockets) socket.destroy();
  });
  const open = async (): Promise<void> => {
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    // Being cut off is what a slow sender must expect.
    socket.on("error", () => undefined);
    socket.once("data", (part: Buffer) => answers.push(part.toString("latin1").split("\r\n")[0] ?? ""));
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) tellGone();
    });
    await once(socket, "connect");
    if (words.length > 0) socket.write(words);
  };
  for (let opened = 0; opened < size; opened += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, size - opened) }, open));
  return {
    get open() {
      return sockets.size;
    },
    answers,
    gone: () => gone,
  };
}
