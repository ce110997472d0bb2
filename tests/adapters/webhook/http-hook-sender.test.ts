import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders, RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { createHookSender } from "../../../server/adapters/webhook/http-hook-sender.ts";
import { toSignedHeaders } from "../../../server/adapters/webhook/sign-message.ts";
import { MailError } from "../../../server/app/ports.ts";
import type { WebhookConfig } from "../../../server/boundary/notice-config.ts";
import { createFakeClock, fakeStartMs } from "../../support/fake-clock.ts";
import { startHttpPeer } from "../../support/http-peer.ts";

const message = { hook: "pager", id: "letter-1", body: '{"text":"Ø leaks"}' };

/** What a receiver got, byte for byte. */
interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A sender and a real receiver that answers as told. */
async function createRig(
  answer: RequestListener,
  changes: { readonly secret?: string; readonly limitMs?: number; readonly user?: string } = {},
) {
  const received: Received[] = [];
  const address = await startHttpPeer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method, url, headers } = request;
      received.push({ method, path: url, headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  const url = `${address.replace("//", `//${changes.user ?? ""}`)}/in?k=1`;
  const config: WebhookConfig = { id: "pager", url, shape: "loopwatch", secret: changes.secret ?? null };
  const { limitMs } = changes;
  const sender = createHookSender([config], createFakeClock(), limitMs === undefined ? {} : { limitMs });
  const failure = async (): Promise<MailError> => {
    const error: unknown = await sender.send(message).catch((caught: unknown) => caught);
    if (!(error instanceof MailError)) throw new Error("Expected a MailError.", { cause: error });
    return error;
  };
  return { sender, received, failure };
}

const answerWith =
  (status: number, body = "", headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

describe("what is sent", () => {
  test("is a POST of the JSON as it is, with the message's id and the time of the attempt", async () => {
    const { sender, received } = await createRig(answerWith(204));
    expect(await sender.send(message)).toEqual({ response: "204" });
    expect(received).toMatchObject([
      {
        method: "POST",
        path: "/in?k=1",
        body: message.body,
        headers: {
          "content-type": "application/json",
          "webhook-id": "letter-1",
          "webhook-timestamp": String(fakeStartMs / 1000),
        },
      },
    ]);
  });

  test("is not signed without a secret", async () => {
    const { sender, received } = await createRig(answerWith(200));
    await sender.send(message);
    expect(received[0]?.headers["webhook-signature"]).toBeUndefined();
  });

  const key = Buffer.from("0123456789abcdef0123456789abcdef").toString("base64");
  test.each([
    { name: "a key in base64", secret: `whsec_${key}`, bytes: Buffer.from(key, "base64") },
    { name: "a plain text", secret: "plain Ø secret", bytes: Buffer.from("plain Ø secret") },
  ])("is signed so that a receiver with the same secret can check it: $name", async ({ secret, bytes }) => {
    const { sender, received } = await createRig(answerWith(200), { secret });
    await sender.send(message);
    const { headers, body } = received[0] ?? { headers: {} as IncomingHttpHeaders, body: "" };
    const content = [headers["webhook-id"], headers["webhook-timestamp"], body].join(".");
    const wanted = createHmac("sha256", bytes).update(content).digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${wanted}`);
  });

  test("carries user and password of the address as a header", async () => {
    const { sender, received } = await createRig(answerWith(200), { user: "ada:l%40mbda@" });
    await sender.send(message);
    const basic = Buffer.from("ada:l@mbda").toString("base64");
    expect(received[0]?.headers.authorization).toBe(`Basic ${basic}`);
  });
});

test("the signature is the one of the scheme's own example", () => {
  // https://github.com/standard-webhooks/standard-webhooks, the libraries' test of `sign`.
  const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}' };
  const headers = toSignedHeaders(example, 1_614_265_330_000, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

describe("what is answered", () => {
  test.each([200, 201, 202, 204, 299])("%i is a yes", async (status) => {
    const { sender } = await createRig(answerWith(status));
    expect((await sender.send(message)).response).toBe(String(status));
  });

  test.each([408, 425, 429, 500, 502, 503, 504])("%i may become a yes later", async (status) => {
    const { failure } = await createRig(answerWith(status, "too\nbusy"));
    expect(await failure()).toMatchObject({ retryable: true, message: `pager: ${status} too\nbusy` });
  });

  test.each([400, 401, 403, 404, 409, 410, 413, 422])("%i is a no", async (status) => {
    const { failure } = await createRig(answerWith(status));
    expect(await failure()).toMatchObject({ retryable: false, message: `pager: ${status}` });
  });

  test.each([301, 302, 307, 308])("%i is not followed, and may be mended", async (status) => {
    const { failure, received } = await createRig(answerWith(status, "", { location: "/elsewhere" }));
    expect((await failure()).retryable).toBe(true);
    expect(received).toHaveLength(1);
  });

  test("of which only the beginning is read, however long it goes on", async () => {
    let written = 0;
    const { sender } = await createRig((_request, response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write("x".repeat(16_384))) written += 16_384;
      };
      response.on("drain", pour);
      pour();
    });
    expect((await sender.send(message)).response).toBe(`200 ${"x".repeat(200)}`);
    expect(written).toBeLessThan(50_000_000);
  });
});

describe("no answer", () => {
  test.each([
    { name: "says nothing", answer: () => undefined },
    {
      name: "begins and never ends",
      answer: ((_request, response) => void response.writeHead(200).write("{")) as RequestListener,
    },
  ])("from a receiver that $name is waited for until the limit", async ({ answer }) => {
    const { failure } = await createRig(answer, { limitMs: 100 });
    expect(await failure()).toMatchObject({ retryable: true, message: "pager: no answer within 0.1 s" });
  });

  test("from one that hangs up is tried again", async () => {
    const { failure } = await createRig((request) => void request.socket.destroy());
    expect(await failure()).toMatchObject({ retryable: true, message: "pager: ECONNRESET" });
  });

  test("is final from a webhook that is not configured any more", async () => {
    const sender = createHookSender([], createFakeClock());
    await expect(sender.send(message)).rejects.toMatchObject({
      name: "MailError",
      retryable: false,
      message: "pager: no webhook of this name is configured",
    });
  });

  test("keeps the address, which may hold a password, out of its words", async () => {
    const config = {
      id: "pager",
      url: "not an address ada:secret",
      shape: "loopwatch",
      secret: null,
    } as const;
    const sender = createHookSender([config], createFakeClock());
    const error: unknown = await sender.send(message).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ retryable: true, message: "pager: ERR_INVALID_URL" });
  });
});
