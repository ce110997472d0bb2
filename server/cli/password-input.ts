import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CommandError } from "./command-error.ts";

/** Where a password comes from. It is never an argument: those stand in the list of processes for everybody. */
export interface PasswordInput {
  /** A person sits at a terminal and can be asked. */
  readonly isAsked: boolean;
  /** Shows the question, and nothing of the answer. */
  ask(question: string): Promise<string>;
  /** The first line of what is piped in. */
  read(): Promise<string>;
}

/** No password is longer, and nobody means to pipe in a film. Characters. */
const mostRead = 10_000;

/** The process's own input; `show` writes what the person sees. */
export const createPasswordInput = (
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  show: (text: string) => void,
): PasswordInput => ({
  isAsked: input.isTTY === true,
  ask: (question) =>
    new Promise((resolve, reject) => {
      // A terminal that reads keys shows none itself; what would show them writes to nowhere.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
      const given = (): void => reject(new CommandError("No password was given, and nothing was changed."));
      lines.once("SIGINT", () => lines.close());
      lines.once("line", (line) => {
        lines.off("close", given);
        lines.close();
        show("\n");
        resolve(line);
      });
      lines.once("close", given);
      show(question);
    }),
  async read() {
    let text = "";
    for await (const chunk of input) {
      text += String(chunk);
      if (text.includes("\n") || text.length > mostRead) break;
    }
    return text.split(/\r?\n/, 1)[0] ?? "";
  },
});
