import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, connect as dial } from "node:net";
import { join } from "node:path";
import { findProgram } from "../../bench/find-program.ts";

/** A real MQTT broker on a loopback port, which can be stopped and started again on the same port and data. */
export interface Broker {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** Ends it; what it keeps for its clients is on disk. */
  stop(): Promise<void>;
}

/** Who is let in; `null`: everybody. */
export interface BrokerUser {
  readonly user: string;
  readonly password: string;
  /** Lines of an access list for this user, e.g. `topic write plant/#`; all is allowed without. */
  readonly access?: readonly string[];
}

/** A real Mosquitto on this machine; `null` when there is none, and the suites that need it stay out. */
export const mosquittoPath: string | null = findProgram(["mosquitto"], ["/usr/sbin", "/usr/local/sbin"]);

/** What a skipped suite says. */
export const mosquittoMissing = "needs mosquitto, in Debian's package mosquitto";

/** Starts the broker with its data under `dir`. The caller stops it. */
export async function startMosquitto(dir: string, only: BrokerUser | null = null): Promise<Broker> {
  const program = mosquittoPath;
  if (program === null) throw new Error(mosquittoMissing);
  const port = await findFreePort();
  const config = join(dir, "mosquitto.conf");
  writeFileSync(config, renderConfig(dir, port, only));
  let child: ChildProcess | null = null;

  const stop = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  };
  const start = async (): Promise<void> => {
    const started = spawn(program, ["-c", config], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    started.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child = started;
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error(`Mosquitto ended at once: ${said}`);
    }
  };
  await start();
  return { url: `mqtt://127.0.0.1:${port}`, port, start, stop };
}

function renderConfig(dir: string, port: number, only: BrokerUser | null): string {
  const lines = [
    `listener ${port} 127.0.0.1`,
    "persistence true",
    `persistence_location ${dir}/`,
    // More than any test sends while its listener is away. (0, for no limit, makes 2.0.11 hang up on refused messages.)
    "max_queued_messages 100000",
    `allow_anonymous ${only === null}`,
    // Started by root it would become a user who may not read the directory of a test.
    ...(process.getuid?.() === 0 ? ["user root"] : []),
  ];
  if (only === null) return `${lines.join("\n")}\n`;
  const passwords = join(dir, "passwords");
  const made = spawnSync(findProgram(["mosquitto_passwd"]) ?? "", [
    "-b",
    "-c",
    passwords,
    only.user,
    only.password,
  ]);
  if (made.status !== 0) throw new Error(`mosquitto_passwd failed: ${made.error ?? made.stderr}`);
  lines.push(`password_file ${passwords}`);
  if (only.access !== undefined) {
    const list = join(dir, "access");
    writeFileSync(list, [`user ${only.user}`, ...only.access, ""].join("\n"));
    lines.push(`acl_file ${list}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Free now; another program may take it before Mosquitto does, and the start then says so. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no port.");
  server.close();
  await once(server, "close");
  return address.port;
}

/** True when somebody listens. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => setImmediate(resolve, false));
  });
