import { describe, expect, test } from "vitest";
import { createHookSender } from "../../server/adapters/webhook/http-hook-sender.ts";
import { type HookSender, MailError } from "../../server/app/ports.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { hear, startHttpPeer, unusedAddress } from "../support/http-peer.ts";
import { createMemoryHooks } from "../support/memory-mailer.ts";

/** A sender whose receiver behaves in a known way, and the bodies that the receiver has taken. */
interface Rig {
  readonly sender: HookSender;
  readonly taken: () => readonly string[];
}

type Behaviour = "takes" | "busy" | "refuses" | "absent";

const message = { hook: "pager", id: "letter-1", body: '{"version":1}' };

function createMemoryRig(behaviour: Behaviour): Promise<Rig> {
  const sender = createMemoryHooks();
  sender.answers(behaviour === "absent" ? "busy" : behaviour);
  return Promise.resolve({ sender, taken: () => sender.taken.map(({ body }) => body) });
}

async function createHttpRig(behaviour: Behaviour): Promise<Rig> {
  const status = { takes: 250, busy: 503, refuses: 404, absent: 0 }[behaviour];
  const taken: string[] = [];
  const address =
    behaviour === "absent"
      ? await unusedAddress()
      : await startHttpPeer((request, response) => {
          void hear(request).then(({ body }) => {
            if (status < 300) taken.push(body);
            response.writeHead(status).end("taken");
          });
        });
  const config = { id: "pager", url: `${address}/in`, shape: "loopwatch", secret: null } as const;
  return { sender: createHookSender([config], createFakeClock()), taken: () => taken };
}

describe.each([
  { name: "memory", createRig: createMemoryRig },
  { name: "HTTP", createRig: createHttpRig },
])("the $name hook sender", ({ createRig }) => {
  test("hands a message over and says what the receiver answered", async () => {
    const { sender, taken } = await createRig("takes");
    expect(await sender.send(message)).toEqual({ response: "250 taken" });
    expect(taken()).toEqual([message.body]);
  });

  test("hands the same message over again when asked again, and several at once", async () => {
    const { sender, taken } = await createRig("takes");
    await Promise.all([1, 2, 3, 4, 5].map(() => sender.send(message)));
    expect(taken()).toHaveLength(5);
  });

  test.each([
    { behaviour: "busy" as const, retryable: true },
    { behaviour: "refuses" as const, retryable: false },
    { behaviour: "absent" as const, retryable: true },
  ])("rejects with a MailError when the receiver $behaviour; retryable: $retryable", async (row) => {
    const { sender, taken } = await createRig(row.behaviour);
    const error: unknown = await sender.send(message).catch((caught: unknown) => caught);
    if (!(error instanceof MailError)) throw new Error("Expected a MailError.", { cause: error });
    expect(error.retryable).toBe(row.retryable);
    expect(error.message).not.toBe("");
    expect(taken()).toEqual([]);
  });
});
