import type { Role } from "../../protocol/access.ts";
import type { Allowance } from "../app/access-ports.ts";
import type { Config } from "../boundary/config.ts";
import { renderColumns } from "./columns.ts";
import { CommandError } from "./command-error.ts";
import { readConfig, withBooks } from "./configured.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ExitCode } from "./terminal.ts";
import { type ConfigOption, openDesk, orRefusal, toMinute } from "./user.ts";

/** What a token is to be good for: one of these. */
export interface TokenOptions extends ConfigOption {
  readonly loops?: readonly string[];
  readonly allLoops: boolean;
  readonly role?: Role;
}

/** `loopwatch token add`: the secret alone on the standard output, so that a script can take it from there. */
export async function addToken(
  name: string,
  options: TokenOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, terminal } = surroundings;
  const config = readConfig(options.config, env);
  const allows = toAllowance(options, config);
  return withBooks(config, true, (books) => {
    const { secret } = orRefusal(openDesk(books, surroundings).addToken(name, allows));
    terminal.err(`The token ${name} is for ${describe(allows)}. It is shown this once:\n`);
    terminal.out(`${secret}\n`);
    return 0;
  });
}

function toAllowance({ loops, allLoops, role }: TokenOptions, config: Config): Allowance {
  if (role !== undefined) return { kind: "api", role };
  if (allLoops || loops === undefined) return { kind: "telemetry", loops: "all" };
  const known = config.loops.map(({ id }) => id);
  const unknown = loops.filter((id) => !known.includes(id));
  if (unknown.length === 0) return { kind: "telemetry", loops: [...new Set(loops)] };
  throw new CommandError(`The configuration has no loop ${unknown.join(", ")}; it has ${known.join(", ")}.`);
}

const describe = (allows: Allowance): string => {
  if (allows.kind === "api") return `the API as ${allows.role}`;
  return allows.loops === "all" ? "telemetry of all loops" : `telemetry of ${allows.loops.join(", ")}`;
};

/** `loopwatch token revoke` */
export async function revokeToken(
  name: string,
  options: ConfigOption,
  surroundings: Surroundings,
): Promise<ExitCode> {
  return withBooks(readConfig(options.config, surroundings.env), false, (books) => {
    orRefusal(openDesk(books, surroundings).revokeToken(name));
    surroundings.terminal.out(`The token ${name} is good for nothing now.\n`);
    return 0;
  });
}

/** `loopwatch token list` */
export async function listTokens(
  options: ConfigOption & { readonly json: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { env, terminal } = surroundings;
  return withBooks(readConfig(options.config, env), false, (books) => {
    const tokens = openDesk(books, surroundings)
      .tokens()
      .map(({ name, allows, madeMs, lastUsedMs, revokedMs }) => ({
        ...{ name, allows, madeMs, lastUsedMs, revokedMs },
      }));
    const toCell = (ms: number | null, otherwise: string): string => (ms === null ? otherwise : toMinute(ms));
    if (options.json) terminal.out(`${JSON.stringify(tokens, null, 2)}\n`);
    else if (tokens.length === 0) terminal.out("There are no tokens.\n");
    else
      terminal.out(
        renderColumns(
          ["NAME", "FOR", "MADE", "LAST USED", "REVOKED"],
          tokens.map(({ name, allows, madeMs, lastUsedMs, revokedMs }) => [
            ...[name, describe(allows), toMinute(madeMs)],
            ...[toCell(lastUsedMs, "never"), toCell(revokedMs, "")],
          ]),
        ),
      );
    return 0;
  });
}
