import type { Config } from "./config.ts";

/** Every text of a configuration that must never be printed, as it is and as its protocols send it. */
export function secretsOf(config: Config): readonly string[] {
  const { store, smtp, mqtt, webhooks, timetable } = config;
  const logins: (readonly [user: string | null, password: string | null])[] = [];
  const secrets: (string | null)[] = [];
  if (store.kind === "influx") {
    logins.push([store.username, store.password]);
    secrets.push(store.token);
  }
  if (smtp.url !== null) {
    const { username, password } = new URL(smtp.url);
    logins.push([decode(username), decode(password)]);
  }
  for (const { user, password } of mqtt) logins.push([user, password]);
  // Who knows such an address may use it: what stands behind the host is the key.
  for (const { url, secret } of webhooks) secrets.push(secret, toKeyOf(url));
  if (timetable.heartbeat !== null) secrets.push(toKeyOf(timetable.heartbeat.url));
  for (const [user, password] of logins) {
    secrets.push(password);
    if (user !== null && password !== null) secrets.push(`${user}:${password}`, `\0${user}\0${password}`);
  }
  return secrets.filter((secret) => secret !== null && secret !== "") as string[];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all: it is sent as it stands.
    return text;
  }
}

/** Path and question of an address; `null`: there is nothing to hide in it. */
function toKeyOf(url: string): string | null {
  const { pathname, search } = new URL(url);
  const key = `${pathname}${search}`.slice(1);
  return key === "" ? null : key;
}
