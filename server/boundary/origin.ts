import { isIP } from "node:net";

/** True for names and addresses of this machine alone: `localhost`, 127.0.0.0/8, `::1`, with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = withoutBrackets(host.toLowerCase());
  return name === "localhost" || name === "::1" || /^127(\.[0-9]{1,3}){3}$/.test(name);
}

/** Where we stand: the address we listen on, and what the configuration says of ways to it. */
export interface Front {
  readonly host: string;
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
}

/** True where nobody but this machine reaches us: a proxy in front, or a public address, says that others come in. */
export function isOnlyThisMachine({ host, publicUrl, trustedProxies }: Front): boolean {
  const publicName = publicUrl === null ? null : toHost(publicUrl)?.hostname;
  return (
    isLoopback(host) &&
    trustedProxies.length === 0 &&
    (publicName === null || (publicName !== undefined && isLoopback(publicName)))
  );
}

/** Headers that tell where a request comes from and where it believes to go. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/** Under which names a house is known. */
export interface HouseNames {
  /** Host of the configured public address; `null` when there is none. */
  readonly publicHost: string | null;
  /** As `Access.mode`. A guarded house is also known by every address of its machine, and to programs by any name. */
  readonly mode: "open" | "guarded";
}

/**
 * Why a request is not ours to answer, or `null`. A page of another site may not act through a visitor's browser
 * (Origin), nor reach us under a name that it made point here (Host: DNS rebinding). Behind a guarded door a made-up name
 * brings no cookie along, and programs show a token.
 */
export function decideOrigin(request: RequestOrigin, names: HouseNames): string | null {
  const host = toHost(`http://${request.host ?? ""}`);
  const isGuarded = names.mode === "guarded";
  if (host === null) return notOurs;
  const isOurs =
    isLoopback(host.hostname) ||
    host.host === names.publicHost ||
    (isGuarded && isIP(withoutBrackets(host.hostname)) !== 0);
  if (!isOurs && !(isGuarded && request.origin === undefined)) return notOurs;
  // Programs such as Telegraf and curl send no Origin; only browsers do, and they cannot leave it out.
  if (request.origin === undefined) return null;
  const origin = toHost(request.origin);
  // A proxy may call us by another name than the page's.
  const isSame = origin !== null && (origin.host === host.host || origin.host === names.publicHost);
  return isSame ? null : "Another site may not act here.";
}

const notOurs = "This name is not one of ours; open Loopwatch by its own address.";

/** Host of a configured address, as `decideOrigin` compares it; `null` when there is none. */
export function toPublicHost(publicUrl: string | null): string | null {
  return publicUrl === null ? null : (toHost(publicUrl)?.host ?? null);
}

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, "$1");

function toHost(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
