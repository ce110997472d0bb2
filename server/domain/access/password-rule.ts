import { toNameKey } from "./account-name.ts";

/** Characters. Ten, because guesses are slowed down and hashes are costly; length is worth more than kinds of characters. */
const shortestPassword = 10;
/** A sentence fits; a body of megabytes does not go through the hash. */
export const longestPassword = 200;

/** Keyboards and systems write the same letter in different ways; all of them are the same password. */
export const toPasswordText = (typed: string): string => typed.normalize("NFKC");

/** `null`: it may be the password of this account. Else a sentence for the person who chose it. */
export function decidePassword(typed: string, accountName: string): string | null {
  const { length } = [...toPasswordText(typed)];
  if (length < shortestPassword) return `A password has at least ${shortestPassword} characters.`;
  if (length > longestPassword) return `A password has at most ${longestPassword} characters.`;
  if (toNameKey(typed) === toNameKey(accountName)) return "The password may not be the name.";
  return null;
}
