/** Covers secrets in a text, wherever it came from. */
export type SecretVeil = (text: string) => string;

/** Shorter ones are words that stand everywhere; where they have a name or are part of an address they are hidden by that. */
const shortestLength = 6;

const hidden = "[hidden]";

/** What an HTTP client may quote in an error. */
const credentials = /\b(Authorization: *\w+ +|Bearer +|Basic +)[^\s"',]{6,}/g;

/** A veil that knows these secrets, also percent-encoded, in base64 and inside JSON. */
export function createSecretVeil(secrets: readonly string[]): SecretVeil {
  const forms = secrets
    .filter(({ length }) => length >= shortestLength)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret)
        .toString("base64")
        .replace(/={1,2}$/, ""),
      JSON.stringify(secret).slice(1, -1),
    ]);
  // The longest first: one secret may be a part of another.
  const known = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => {
    let covered = text.replace(credentials, `$1${hidden}`);
    for (const form of known) if (covered.includes(form)) covered = covered.replaceAll(form, hidden);
    return covered;
  };
}
