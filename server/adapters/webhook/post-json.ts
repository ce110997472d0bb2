import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";

/** More of an answer than this is not read, bytes. */
const longestAnswer = 4096;

/** What a receiver answered: its status and the beginning of its body. */
export interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * One POST of JSON over a connection of its own, user and password of the address as Basic authentication. Redirects are
 * answers like others. Rejects with what Node says, also when `signal` ends it.
 */
export function postJson(
  url: URL,
  message: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<PostAnswer> {
  const body = Buffer.from(message.body);
  const options: RequestOptions = {
    method: "POST",
    agent: false,
    signal,
    headers: {
      "content-type": "application/json",
      "content-length": body.length,
      "user-agent": "Loopwatch",
      ...message.headers,
    },
  };
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      readBeginning(answer).then((text) => resolve({ status: answer.statusCode ?? 0, body: text }), reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function readBeginning(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    // Leaving the loop closes the connection.
    if (bytes >= longestAnswer) break;
  }
  return Buffer.concat(parts).subarray(0, longestAnswer).toString("utf8");
}
