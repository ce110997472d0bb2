/** A name under which somebody logs in or a source sends. */
export interface CheckedName {
  readonly name: string;
  /** Equal for names that are the same to a reader: "Ada" and "ada" are one account. */
  readonly nameKey: string;
}

/** As long as a name in an act may be, and a line of the journal still readable. */
const longestName = 64;

/** Letters of any script: the journal names people as they write themselves. Nothing that could break or turn a line. */
const namePattern = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._@'-]*$/u;

/** Two spellings of a name have the same key. */
export const toNameKey = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/** A name for an account or a token, or a sentence that says why it is none. */
export function decideName(
  text: string,
): ({ readonly ok: true } & CheckedName) | { readonly ok: false; readonly reason: string } {
  const name = text.normalize("NFKC").trim();
  if ([...name].length > longestName)
    return { ok: false, reason: `A name has at most ${longestName} characters.` };
  if (!namePattern.test(name))
    return {
      ok: false,
      reason: "A name begins with a letter or a digit and has only these, spaces and . _ @ ' - in it.",
    };
  return { ok: true, name, nameKey: toNameKey(name) };
}
