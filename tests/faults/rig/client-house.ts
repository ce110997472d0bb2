import { type InfluxdPeer, openInfluxdPeer } from "./influxd-peer.ts";
import { createWorld, type World } from "./world.ts";

/** A server for a client to write to, and the database behind it to look into. */
export interface ClientHouse {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly world: World;
  /** Rows that a statement gives once all that was accepted is in the database. */
  rows(statement: string): Promise<readonly (readonly unknown[])[]>;
}

/** Ends with the test. */
export async function openClientHouse(): Promise<ClientHouse> {
  const influxd: InfluxdPeer = await openInfluxdPeer();
  const world = createWorld({ store: { kind: "influx", url: influxd.url } });
  const { url } = await world.start();
  const { hostname, port } = new URL(url);
  return {
    url,
    host: hostname,
    port: Number(port),
    world,
    async rows(statement) {
      await world.drained();
      return (await influxd.rows(statement)).get("") ?? [];
    },
  };
}
