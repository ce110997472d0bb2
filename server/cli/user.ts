import type { Role } from "../../protocol/access.ts";
import { createSecrets } from "../adapters/password/secrets.ts";
import type { SqliteAccess } from "../adapters/sqlite/sqlite-access.ts";
import { type AccessChange, type AccessDesk, createAccessDesk } from "../app/access-desk.ts";
import { renderColumns } from "./columns.ts";
import { CommandError } from "./command-error.ts";
import { readConfig, toCommandActor, withBooks } from "./configured.ts";
import type { PasswordInput } from "./password-input.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ExitCode } from "./terminal.ts";

/** Where the data is, as for `serve`. */
export interface ConfigOption {
  readonly config?: string;
}

/** A desk for this command; `pace` says what time it is. */
export const openDesk = (
  books: SqliteAccess,
  { pace, hasher }: Pick<Surroundings, "pace" | "hasher">,
): AccessDesk =>
  createAccessDesk({
    books,
    hasher,
    secrets: createSecrets(),
    clock: pace,
    actor: toCommandActor(),
  });

/** What was refused ends the command with its sentence. */
export function orRefusal<T>(change: AccessChange<T>): { readonly ok: true } & T {
  if (change.ok) return change;
  throw new CommandError(change.reason);
}

/** A new password: asked twice, because nobody sees what they type; or the first line of the input, asked for by an option. */
async function readPassword(input: PasswordInput, isPiped: boolean): Promise<string> {
  if (isPiped) return input.read();
  if (!input.isAsked)
    throw new CommandError(
      "There is no terminal on which to ask for a password. Pipe it in with --password-stdin.",
    );
  const password = await input.ask("Password: ");
  if ((await input.ask("Once more: ")) === password) return password;
  throw new CommandError("The two are not the same, and nothing was changed.");
}

/** `loopwatch user add` */
export async function addUser(
  name: string,
  options: ConfigOption & { readonly role: Role; readonly passwordStdin: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, terminal, password } = surroundings;
  return withBooks(readConfig(options.config, env), true, async (books): Promise<ExitCode> => {
    const desk = openDesk(books, surroundings);
    const trouble = desk.findNameTrouble(name);
    if (trouble !== null) throw new CommandError(trouble);
    const typed = await readPassword(password, options.passwordStdin);
    const { account } = orRefusal(await desk.addUser(name, options.role, typed));
    terminal.out(`${account.name} can log in now, as ${account.role}.\n`);
    return 0;
  });
}

/** `loopwatch user password` */
export async function changePassword(
  name: string,
  options: ConfigOption & { readonly passwordStdin: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, terminal, password } = surroundings;
  return withBooks(readConfig(options.config, env), false, async (books): Promise<ExitCode> => {
    const desk = openDesk(books, surroundings);
    // Before anybody types a password for nobody; the desk says the sentence.
    if (desk.user(name) === null) orRefusal(desk.logoutUser(name));
    orRefusal(await desk.setPassword(name, await readPassword(password, options.passwordStdin)));
    terminal.out(`The password of ${name} is another one now; every session has ended.\n`);
    return 0;
  });
}

/** `loopwatch user role`, `remove` and `logout`: a change that needs no password, and the sentence that says it is done. */
export async function changeUser(
  options: ConfigOption,
  surroundings: Surroundings,
  change: (desk: AccessDesk) => AccessChange,
  done: string,
): Promise<ExitCode> {
  return withBooks(readConfig(options.config, surroundings.env), false, (books) => {
    orRefusal(change(openDesk(books, surroundings)));
    surroundings.terminal.out(`${done}\n`);
    return 0;
  });
}

/** `loopwatch user list` */
export async function listUsers(
  options: ConfigOption & { readonly json: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, terminal } = surroundings;
  return withBooks(readConfig(options.config, env), false, (books) => {
    const users = openDesk(books, surroundings)
      .users()
      .map(({ name, role, madeMs, changedMs, sessions }) => ({ name, role, madeMs, changedMs, sessions }));
    if (options.json) terminal.out(`${JSON.stringify(users, null, 2)}\n`);
    else if (users.length === 0) terminal.out("Nobody has an account.\n");
    else
      terminal.out(
        renderColumns(
          ["NAME", "ROLE", "CHANGED", "SESSIONS"],
          users.map(({ name, role, changedMs, sessions }) => [
            name,
            role,
            toMinute(changedMs),
            String(sessions),
          ]),
        ),
      );
    return 0;
  });
}

/** `2022-12-15 00:45`, in UTC like everything else. */
export const toMinute = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
