/** What a request shows to be let in; `null` where it shows nothing. */
export interface Credentials {
  readonly session: string | null;
  readonly token: string | null;
}

/** Headers that carry credentials, as Node gives them. */
export interface CredentialHeaders {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

/** No secret of ours is longer; what is longer is not looked at. */
const longestSecret = 200;

/**
 * Name of the session's cookie. `__Host-` makes browsers refuse one that was set over plain HTTP, for another path or by a
 * neighbour in the same domain; they take it only where the connection is encrypted.
 */
export const toCookieName = (isHttps: boolean): string => `${isHttps ? "__Host-" : ""}loopwatch_session`;

/** Session and token of a page or a program. */
export function readCredentials(headers: CredentialHeaders, isHttps: boolean): Credentials {
  return {
    session: readCookie(headers.cookie ?? "", toCookieName(isHttps)),
    token: readAuthorization(headers.authorization ?? ""),
  };
}

/** As InfluxDB's clients say it: in the header, or as `u` and `p` of the query, where the password is the token. */
export function readTelemetryToken(authorization: string | undefined, password: unknown): string | null {
  return readAuthorization(authorization ?? "") ?? (typeof password === "string" ? toSecret(password) : null);
}

/** The first cookie of that name, as browsers send the most specific one first. */
function readCookie(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const cut = part.indexOf("=");
    if (cut >= 0 && part.slice(0, cut).trim() === name) return toSecret(part.slice(cut + 1).trim());
  }
  return null;
}

/** `Bearer` and `Token` carry the token; so does the password of `Basic` and of `Token name:password` (InfluxDB 1.8). */
function readAuthorization(header: string): string | null {
  const cut = header.indexOf(" ");
  if (cut < 0) return null;
  const scheme = header.slice(0, cut).toLowerCase();
  const rest = header.slice(cut + 1).trim();
  if (scheme === "basic") return afterColon(Buffer.from(rest.slice(0, 1000), "base64").toString("utf8"));
  if (scheme === "token") return rest.includes(":") ? afterColon(rest) : toSecret(rest);
  return scheme === "bearer" ? toSecret(rest) : null;
}

const afterColon = (pair: string): string | null =>
  pair.includes(":") ? toSecret(pair.slice(pair.indexOf(":") + 1)) : null;

const toSecret = (text: string): string | null => (text === "" || text.length > longestSecret ? null : text);
