import type { Actor } from "../../server/app/access-port.ts";

/** Whoever acts on a server that only this machine reaches; the name is the one that they say. */
export const toLocalActor = (name: string, address: string): Actor => ({
  name,
  role: "operator",
  via: "local",
  address,
});
