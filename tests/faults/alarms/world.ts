import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SMTPServer } from "smtp-server";
import { build } from "vite";
import type { Report } from "../../support/killed-alarms-report.ts";
import { greylistedAddress, refusedAddress } from "../../support/killed-alarms-script.ts";

const projectDir = fileURLToPath(new URL("../../../", import.meta.url));

/** Makes one file of the child and everything of ours that it needs, so that it starts fast. */
export async function bundleChild(folder: string): Promise<string> {
  await build({
    configFile: false,
    root: projectDir,
    logLevel: "silent",
    build: {
      ssr: "tests/support/killed-alarms-child.ts",
      outDir: folder,
      emptyOutDir: false,
      target: "node20",
      rollupOptions: { output: { format: "es", entryFileNames: "child.mjs" } },
    },
  });
  symlinkSync(join(projectDir, "node_modules"), join(folder, "node_modules"));
  return join(folder, "child.mjs");
}

/** One life of a house: from its start until it ended or was killed. */
export interface Life {
  /** Notices that were settled when it began. */
  readonly settledAtStart: readonly string[];
  /** Ids of notices that were taken from it, in order. */
  readonly taken: readonly string[];
}

/** A mail server and a receiver of webhooks, which remember what they took, and one house at a time. */
export interface World {
  lives(): readonly Life[];
  /** Forgets everything and starts on an empty folder. */
  fresh(): void;
  /** Plays a script; `null`: the process was killed, as it was asked. */
  play(scriptId: string, killAt: number): Promise<Report | null>;
  close(): Promise<void>;
}

export async function openWorld(child: string, folder: string): Promise<World> {
  const takenByLife: string[][] = [];
  /** Notices that were told to come again. */
  const greylisted = new Set<string>();
  const life = (): number => takenByLife.length - 1;
  const smtp = openSmtp(life, (id, to, of) => {
    if (to === greylistedAddress && !greylisted.has(id)) {
      greylisted.add(id);
      return 451;
    }
    takenByLife[of]?.push(id);
    return null;
  });
  const http = createServer((request, response) => {
    const of = life();
    request.resume().on("end", () => {
      takenByLife[of]?.push(String(request.headers["webhook-id"]).replaceAll("~", "."));
      response.end("thank you");
    });
  });
  const smtpListener = smtp.listen(0, "127.0.0.1");
  http.listen(0, "127.0.0.1");
  await Promise.all([once(smtpListener, "listening"), once(http, "listening")]);
  const smtpUrl = `smtp://127.0.0.1:${toPort(smtpListener.address())}`;
  const hookUrl = `http://127.0.0.1:${toPort(http.address())}`;

  return {
    lives() {
      const lines = readFileSync(join(folder, "lives"), "utf8").split("\n");
      return takenByLife.map((taken, i) => ({
        taken,
        settledAtStart: JSON.parse(lines[i] || "[]") as readonly string[],
      }));
    },
    fresh() {
      takenByLife.length = 0;
      greylisted.clear();
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    },
    async play(scriptId, killAt) {
      takenByLife.push([]);
      const args = [child, scriptId, folder, smtpUrl, hookUrl, String(killAt)];
      const run = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      run.stderr.setEncoding("utf8").on("data", (part: string) => {
        said += part;
      });
      const [code, signal] = (await once(run, "close")) as [number | null, string | null];
      if (signal === "SIGKILL" && killAt > 0) return null;
      if (code !== 0) throw new Error(`The house ended with ${code ?? signal}: ${said}`);
      return JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

/**
 * `answer`: what is said to a mail by its notice's id, its recipient and the life in which its connection was opened;
 * `null`: it is taken.
 */
function openSmtp(
  life: () => number,
  answer: (id: string, to: string, life: number) => number | null,
): SMTPServer {
  const lifeBySession = new Map<string, number>();
  const toRefusal = (responseCode: number | null): Error | null =>
    responseCode === null ? null : Object.assign(new Error("not now"), { responseCode });
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onConnect(session, done) {
      lifeBySession.set(session.id, life());
      done();
    },
    onClose: (session) => void lifeBySession.delete(session.id),
    onRcptTo: ({ address }, _session, done) => done(toRefusal(address === refusedAddress ? 550 : null)),
    onData(stream, session, done) {
      let head = "";
      stream.setEncoding("latin1");
      stream.on("data", (part: string) => {
        if (head.length < 10_000) head += part;
      });
      stream.on("end", () => {
        const id = /^Message-ID:\s*<([^@>]+)@/im.exec(head)?.[1] ?? "a mail without an id";
        const to = session.envelope.rcptTo[0]?.address ?? "";
        done(toRefusal(answer(id, to, lifeBySession.get(session.id) ?? -1)));
      });
    },
  });
  // Houses that are killed hang up in mid-sentence.
  server.on("error", () => undefined);
  return server;
}

function toPort(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
