import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { type Role, roles } from "../../protocol/access.ts";
import { parseDuration } from "../boundary/duration.ts";
import { listAudit, verifyAudit } from "./audit.ts";
import type { Surroundings } from "./surroundings.ts";
import { addToken, listTokens, revokeToken, type TokenOptions } from "./token.ts";
import { addUser, type ConfigOption, changePassword, changeUser, listUsers } from "./user.ts";

type Json = ConfigOption & { readonly json: boolean };
type Settle = (code: number) => void;
/** A new subcommand of a command, with `--config`. */
type AddTo = (name: string, description: string) => Command;

const roleText = "viewer looks, operator acts on alarms too, administrator does everything";

/** Adds `loopwatch user`, `token` and `audit`; they work while a server runs and while none does. */
export function addAccessCommands(
  command: (name: string, description: string) => Command,
  surroundings: Surroundings,
  settle: Settle,
): void {
  const under = (parent: Command): AddTo => {
    parent.addHelpText(
      "after",
      "\nWorks while the server runs and while it does not; a running server notices at once. See docs/access.md.",
    );
    return (name, description) =>
      parent
        .command(name)
        .description(description)
        .copyInheritedSettings(parent)
        .option("--config <file>", "as for serve (default: LOOPWATCH_CONFIG, ./loopwatch.yaml, the example)");
  };
  addUserCommands(under(command("user", "who may log in: add, list, password, role, remove, logout")), {
    surroundings,
    settle,
  });
  addTokenCommands(under(command("token", "what sources and programs may do: add, list, revoke")), {
    surroundings,
    settle,
  });
  addAuditCommands(under(command("audit", "who did what: list, verify")), { surroundings, settle });
}

interface Parts {
  readonly surroundings: Surroundings;
  readonly settle: Settle;
}

const jsonOption = (): Option => new Option("--json", "print the result as JSON").default(false);
const stdinOption = (): Option =>
  new Option(
    "--password-stdin",
    "take the password from the first line of the input, and do not ask",
  ).default(false);

function addUserCommands(add: AddTo, { surroundings, settle }: Parts): void {
  add("add", "give somebody an account; their password is asked for")
    .argument("<name>", "as the journal and the mails will name them")
    .addOption(new Option("--role <role>", roleText).choices(roles).makeOptionMandatory())
    .addOption(stdinOption())
    .action(async (name: string, options: ConfigOption & { role: Role; passwordStdin: boolean }) =>
      settle(await addUser(name, options, surroundings)),
    );
  add("list", "everybody who may log in")
    .addOption(jsonOption())
    .action(async (options: Json) => settle(await listUsers(options, surroundings)));
  add("password", "give somebody another password, and end their sessions")
    .argument("<name>")
    .addOption(stdinOption())
    .action(async (name: string, options: ConfigOption & { passwordStdin: boolean }) =>
      settle(await changePassword(name, options, surroundings)),
    );
  add("role", "let somebody do more or less, from now on")
    .argument("<name>")
    .addArgument(new Argument("<role>", roleText).choices(roles))
    .action(async (name: string, role: Role, options: ConfigOption) =>
      settle(
        await changeUser(
          options,
          surroundings,
          (desk) => desk.setRole(name, role),
          `${name} is ${role} now.`,
        ),
      ),
    );
  add("remove", "take an account away, and end its sessions")
    .argument("<name>")
    .action(async (name: string, options: ConfigOption) =>
      settle(
        await changeUser(
          options,
          surroundings,
          (desk) => desk.removeUser(name),
          `${name} has no account now.`,
        ),
      ),
    );
  add("logout", "end every session of somebody")
    .argument("<name>")
    .action(async (name: string, options: ConfigOption) =>
      settle(
        await changeUser(
          options,
          surroundings,
          (desk) => desk.logoutUser(name),
          `Every session of ${name} has ended.`,
        ),
      ),
    );
}

const toNames = (text: string): readonly string[] => {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("Name loops with commas between them.");
};

function addTokenCommands(add: AddTo, { surroundings, settle }: Parts): void {
  add("add", "make a token and print it, this once; say one of --loops, --all-loops and --role")
    .argument("<name>", "what will use it, such as telegraf-hall-2")
    .addOption(
      new Option("--loops <ids>", "telemetry of these loops, with commas between them")
        .argParser(toNames)
        .conflicts(["allLoops", "role"]),
    )
    .addOption(new Option("--all-loops", "telemetry of every loop").default(false).conflicts("role"))
    .addOption(new Option("--role <role>", `the API: ${roleText}`).choices(roles))
    .action(async (name: string, options: TokenOptions, self: Command) => {
      if (options.loops === undefined && !options.allLoops && options.role === undefined)
        self.error("error: say what it is for: --loops <ids>, --all-loops or --role <role>.");
      settle(await addToken(name, options, surroundings));
    });
  add("list", "every token, what it is for and when it was last used")
    .addOption(jsonOption())
    .action(async (options: Json) => settle(await listTokens(options, surroundings)));
  add("revoke", "make a token good for nothing")
    .argument("<name>")
    .action(async (name: string, options: ConfigOption) =>
      settle(await revokeToken(name, options, surroundings)),
    );
}

const toSpan = (text: string): number => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new InvalidArgumentError("It is a span such as 24h or 7d.");
};

function addAuditCommands(add: AddTo, { surroundings, settle }: Parts): void {
  add("list", "who did what, oldest first")
    .addOption(
      new Option("--since <span>", "the last 24h, 7d, …; else everything").argParser(toSpan).default(null),
    )
    .addOption(jsonOption())
    .action(async (options: Json & { since: number | null }) =>
      settle(await listAudit(options, surroundings)),
    );
  add("verify", "check that every row of the audit is as it was written; exit code 1 when not")
    .option("--noted <hash>", "a hash that verify printed before: that row must still be in it")
    .addOption(jsonOption())
    .action(async (options: Json & { noted?: string }) => settle(await verifyAudit(options, surroundings)));
}
