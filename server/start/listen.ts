import type { Server } from "node:http";
import { StartError } from "./start-error.ts";

const adviceByCode: ReadonlyMap<string, (host: string, port: number) => string> = new Map([
  [
    "EADDRINUSE",
    (host: string, port: number) =>
      `Port ${port} on ${host} is in use. Stop the program that uses it, or choose another port with LOOPWATCH_PORT.`,
  ],
  [
    "EACCES",
    (_host: string, port: number) =>
      `Port ${port} may not be used by this user. Choose one above 1023 with LOOPWATCH_PORT.`,
  ],
  [
    "EADDRNOTAVAIL",
    (host: string) => `This machine has no address ${host}. Choose another one with LOOPWATCH_HOST.`,
  ],
]);

/** Starts listening and tells the port (`port` 0: a free one). Rejects with `StartError`. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      const advice = adviceByCode.get(cause.code ?? "");
      const message = advice?.(host, port) ?? `Cannot listen on ${host}:${port}: ${cause.message}.`;
      reject(new StartError(message, cause));
    };
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
