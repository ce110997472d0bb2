/** True for names and addresses of this machine alone: `localhost`, 127.0.0.0/8, `::1`, with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || name === "::1" || /^127(\.[0-9]{1,3}){3}$/.test(name);
}

/** Headers that tell where a request comes from and where it believes to go. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Why a request is not ours to answer, or `null`. A page of another site may not act through a visitor's browser
 * (Origin), nor reach us under a name that it made point here (Host: DNS rebinding). `publicHost` is the host of the
 * configured public address.
 */
export function decideOrigin(request: RequestOrigin, publicHost: string | null): string | null {
  const host = toHost(`http://${request.host ?? ""}`);
  if (host === null || !(isLoopback(host.hostname) || host.host === publicHost))
    return "This name is not one of ours; open Loopwatch by its own address.";
  // Programs such as Telegraf and curl send no Origin; only browsers do, and they cannot leave it out.
  if (request.origin === undefined) return null;
  const origin = toHost(request.origin);
  return origin !== null && origin.host === host.host ? null : "Another site may not act here.";
}

/** Host of a configured address, as `decideOrigin` compares it; `null` when there is none. */
export function toPublicHost(publicUrl: string | null): string | null {
  return publicUrl === null ? null : (toHost(publicUrl)?.host ?? null);
}

function toHost(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
