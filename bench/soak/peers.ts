import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { renderInfluxdConfig } from "../../server/adapters/influx/influxd-config.ts";
import { findInfluxd } from "../../server/adapters/influx/influxd-program.ts";
import { createPeer, findPort, type Peer } from "./child.ts";

/** A real InfluxDB with its data under `dir`. Rejects when there is none on the PATH. */
export async function createDatabasePeer(dir: string): Promise<Peer> {
  const search = await findInfluxd(process.env["PATH"]);
  if (search.kind !== "found") throw new Error("There is no influxd 1.x on this machine.");
  const http = await findPort();
  const url = `http://127.0.0.1:${http}`;
  const config = join(dir, "influxd.conf");
  mkdirSync(dir, { recursive: true });
  writeFileSync(config, renderInfluxdConfig(dir, { http, rpc: await findPort() }));
  const answers = (): Promise<boolean> =>
    fetch(`${url}/ping`).then(
      ({ status }) => status === 204,
      // Not up yet.
      () => false,
    );
  return createPeer(url, [search.program.path, "run", "-config", config], answers);
}

/** A real Mosquitto that keeps what it has for its clients under `dir`. */
export async function createBrokerPeer(dir: string): Promise<Peer> {
  const port = await findPort();
  const config = join(dir, "mosquitto.conf");
  mkdirSync(dir, { recursive: true });
  const asRoot = process.getuid?.() === 0 ? "user root\n" : "";
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1\npersistence true\npersistence_location ${dir}/\nmax_queued_messages 100000\nallow_anonymous true\n${asRoot}`,
  );
  // Where Debian puts it, which is not on everybody's PATH.
  process.env["PATH"] = `${process.env["PATH"] ?? ""}${delimiter}/usr/sbin`;
  const answers = async (): Promise<boolean> => {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return true;
    } catch {
      // Not up yet.
      return false;
    } finally {
      socket.destroy();
    }
  };
  return createPeer(`mqtt://127.0.0.1:${port}`, ["mosquitto", "-c", config], answers);
}
