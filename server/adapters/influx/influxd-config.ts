import { createServer } from "node:net";
import { join } from "node:path";

/** Where an embedded InfluxDB keeps its things. All paths are absolute. */
export interface InfluxdFiles {
  readonly dir: string;
  readonly config: string;
  readonly pid: string;
  readonly log: string;
}

/** The files of an embedded InfluxDB under an absolute data directory. */
export function toInfluxdFiles(dataDir: string): InfluxdFiles {
  const dir = join(dataDir, "influxdb");
  return {
    dir,
    config: join(dir, "influxd.conf"),
    pid: join(dir, "influxd.pid"),
    log: join(dir, "influxd.log"),
  };
}

/** Loopback ports for queries and writes, and for its backup service, which cannot be turned off. */
export interface InfluxdPorts {
  readonly http: number;
  readonly rpc: number;
}

/**
 * Configuration of an InfluxDB that only this machine can reach: it tells nobody of itself, keeps no statistics
 * of its own in the store, and takes bodies of any size, because what comes was accepted already.
 */
export function renderInfluxdConfig(dir: string, ports: InfluxdPorts): string {
  // TOML's basic strings are JSON's.
  const path = (name: string): string => JSON.stringify(join(dir, name));
  return `# Written by Loopwatch at each start; changes made here are lost.
reporting-disabled = true
bind-address = "127.0.0.1:${ports.rpc}"

[meta]
  dir = ${path("meta")}
  logging-enabled = false

[data]
  dir = ${path("data")}
  wal-dir = ${path("wal")}
  query-log-enabled = false

[monitor]
  store-enabled = false

[subscriber]
  enabled = false

[continuous_queries]
  enabled = false

[http]
  bind-address = "127.0.0.1:${ports.http}"
  log-enabled = false
  pprof-enabled = false
  max-body-size = 0
`;
}

/** Two loopback ports that nobody uses at this moment. */
export async function findFreePorts(): Promise<InfluxdPorts> {
  const [http, rpc] = await Promise.all([holdPort(), holdPort()]);
  await Promise.all([http.release(), rpc.release()]);
  return { http: http.port, rpc: rpc.port };
}

function holdPort(): Promise<{ readonly port: number; release(): Promise<void> }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ port, release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
