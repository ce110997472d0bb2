import { BlockList, isIP, isIPv6 } from "node:net";

/** Who is at the other end of a connection. */
export interface Peer {
  /** Network address of the visitor; of the proxy where that does not say. */
  readonly address: string;
  /** The visitor's own connection is encrypted. */
  readonly isHttps: boolean;
}

/** What a connection and its first headers tell. */
export interface Arrival {
  readonly remoteAddress: string | undefined;
  readonly isEncrypted: boolean;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Longest chain of proxies that is followed. */
const mostHops = 32;

/**
 * Reads who comes. `X-Forwarded-For` and `X-Forwarded-Proto` count only from proxies in `trusted` (addresses or
 * `address/prefix`): anybody can write these headers, and an address counts for the limits of logins.
 */
export function createPeerReader(trusted: readonly string[]): (arrival: Arrival) => Peer {
  const proxies = toBlockList(trusted);
  const isProxy = (address: string): boolean =>
    isIP(address) !== 0 && proxies.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  return ({ remoteAddress, isEncrypted, headers }) => {
    const direct = toAddress(remoteAddress ?? "");
    if (trusted.length === 0 || !isProxy(direct)) return { address: direct, isHttps: isEncrypted };
    const hops = String(headers["x-forwarded-for"] ?? "")
      .split(",")
      .slice(-mostHops)
      .map((hop) => toAddress(hop.trim()));
    let address = direct;
    // From the nearest hop outwards: the first that is no proxy of ours is the visitor, and what stands before it is hearsay.
    for (let i = hops.length - 1; i >= 0 && isProxy(address); i--) {
      const hop = hops[i] ?? "";
      if (isIP(hop) === 0) break;
      address = hop;
    }
    const proto = String(headers["x-forwarded-proto"] ?? "")
      .split(",")
      .at(-1);
    return { address, isHttps: isEncrypted || proto?.trim().toLowerCase() === "https" };
  };
}

/** True for what may stand in a list of trusted proxies. */
export function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const bits = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[0-9]{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks.filter(isNetwork)) {
    const [address = "", prefix] = network.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Without the dress in which a socket for both families shows IPv4, and without the zone of a link. */
const toAddress = (text: string): string =>
  text
    .replace(/^::ffff:(?=[0-9.]+$)/i, "")
    .replace(/%.*$/, "")
    .slice(0, 64);
