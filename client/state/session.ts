import type { Visitor } from "../../protocol/access.ts";
import type { Store } from "./store.ts";

/** Why somebody was not let in, as a sentence. */
export type LoginAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** What this page knows of who sits before it. */
export interface Session {
  readonly logIn: (name: string, password: string) => Promise<LoginAnswer>;
  readonly logOut: () => Promise<void>;
}

const address = "/api/v1/session";

/** The cookie is the browser's: no script sees it, this one included. */
export function createSession(on: { readonly comeIn: () => void; readonly leave: () => void }): Session {
  return {
    async logIn(name, password) {
      try {
        const response = await fetch(address, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ name, password }),
        });
        if (!response.ok) return { ok: false, reason: await toSentence(response) };
        on.comeIn();
        return { ok: true };
      } catch {
        return { ok: false, reason: "The server did not answer. Try again when it is back." };
      }
    },
    async logOut() {
      try {
        await fetch(address, { method: "DELETE" });
      } catch {
        // The server is away: the page forgets who sat here, and the session ends by its age.
      }
      on.leave();
    },
  };
}

async function toSentence(response: Response): Promise<string> {
  try {
    const { message } = (await response.json()) as { readonly message?: unknown };
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // No JSON: something between us and the server has answered.
  }
  return `The server answered ${response.status}. Try again.`;
}

/** The name under which this page acts: that of the account, or what a person typed where nobody logs in. */
export function toActName(you: Visitor | null, typed: string): string {
  return you === null || you.via === "local" ? typed.trim() : you.name;
}

/** True where the person before the page may act. */
export const mayAct = ({ you }: Pick<Store, "you">): boolean =>
  you.value !== null && you.value.role !== "viewer";
