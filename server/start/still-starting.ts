import type { RequestListener } from "node:http";
import type { ReadyPart } from "../app/readiness.ts";

const part: ReadyPart = { part: "start", ready: false, reason: "Loopwatch is starting." };
const unready = JSON.stringify({ ready: false, parts: [part] });

/** Answers while there is nothing yet to answer with: it lives, and everything else is to come again. */
export const stillStarting: RequestListener = ({ url }, response) => {
  const path = (url ?? "").split("?")[0];
  if (path === "/healthz") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"ok":true}');
    return;
  }
  const isAsked = path === "/readyz";
  response.writeHead(503, {
    "content-type": isAsked ? "application/json" : "text/plain",
    "retry-after": "1",
  });
  response.end(isAsked ? unready : `${part.reason}\n`);
};
