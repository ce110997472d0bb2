import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

/** How a mail server behaves. */
export type MailMood = "well" | "refusing" | "slow";

/** A real mail server in this process whose mood changes. */
export interface MailPeer {
  readonly url: string;
  mood: MailMood;
  /** Subjects of what it took. */
  readonly subjects: readonly string[];
  close(): Promise<void>;
}

/** A slow one takes so long for each answer, milliseconds. */
const slowMs = 8000;

export async function startMailPeer(): Promise<MailPeer> {
  const subjects: string[] = [];
  const refusal = (): Error => Object.assign(new Error("busy"), { responseCode: 451 });
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    closeTimeout: 100,
    onRcptTo(_address, _session, answer) {
      if (peer.mood === "refusing") answer(refusal());
      else if (peer.mood === "slow") void delay(slowMs).then(() => answer());
      else answer();
    },
    onData(stream, _session, answer) {
      let head = "";
      stream.on("data", (part: Buffer) => {
        if (head.length < 20_000) head += part.toString("latin1");
      });
      stream.on("end", () => {
        subjects.push(/^Subject: (.*)$/m.exec(head)?.[1]?.trim() ?? "");
        answer();
      });
    },
  });
  server.on("error", () => undefined);
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("The mail server has no port.");
  const peer: MailPeer = {
    url: `smtp://127.0.0.1:${address.port}`,
    mood: "well",
    subjects,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return peer;
}
