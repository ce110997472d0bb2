import type { AuditRow } from "../app/access-ports.ts";
import { readConfig, withBooks } from "./configured.ts";
import type { Surroundings } from "./surroundings.ts";
import type { ExitCode } from "./terminal.ts";
import { type ConfigOption, toMinute } from "./user.ts";

/** `loopwatch audit verify`: reads every row. 1: it is not what was written. */
export async function verifyAudit(
  options: ConfigOption & { readonly json: boolean; readonly noted?: string },
  { env, terminal }: Surroundings,
): Promise<ExitCode> {
  return withBooks(readConfig(options.config, env), false, ({ trail }) => {
    const verdict = trail.verify(options.noted);
    if (options.json) terminal.out(`${JSON.stringify(verdict, null, 2)}\n`);
    else if (!verdict.ok)
      terminal.out(`The audit is broken: ${verdict.reason} The ${verdict.rows} rows before are whole.\n`);
    else if (verdict.head === null) terminal.out("The audit is empty.\n");
    else
      terminal.out(
        `The audit is whole: ${verdict.rows} rows. Note the last one's hash elsewhere, and check later with --noted:\n${verdict.head}\n`,
      );
    return verdict.ok ? 0 : 1;
  });
}

/** `loopwatch audit list`: oldest first. */
export async function listAudit(
  options: ConfigOption & { readonly json: boolean; readonly since: number | null },
  { env, terminal, pace }: Surroundings,
): Promise<ExitCode> {
  return withBooks(readConfig(options.config, env), false, ({ trail }) => {
    const sinceMs = options.since === null ? Number.MIN_SAFE_INTEGER : pace.nowMs() - options.since;
    let count = 0;
    // Row by row: an audit of years does not fit into memory.
    for (const row of trail.since(sinceMs)) {
      if (options.json) terminal.out(`${count === 0 ? "[\n" : ",\n"}${JSON.stringify(row)}`);
      else terminal.out(`${renderRow(row)}\n`);
      count += 1;
    }
    if (options.json) terminal.out(count === 0 ? "[]\n" : "\n]\n");
    else if (count === 0) terminal.out("Nothing is written there.\n");
    return 0;
  });
}

/** Characters that would end the line, move the cursor, or turn the direction of what follows. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu;

const toPrintable = (text: string): string =>
  text.replace(unprintable, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

function renderRow(row: AuditRow): string {
  const { seq, atMs, person, role, via, address, deed, subject, before, after, comment, refusal } = row;
  const from = address === "" ? "a command here" : address;
  const who = [role, via === "local" || via === null ? null : via, from].filter((one) => one !== null);
  const change =
    before === null && after === null ? "" : ` ${JSON.stringify(before)} -> ${JSON.stringify(after)}`;
  return toPrintable(
    [
      `#${seq} ${toMinute(atMs)} ${person} (${who.join(", ")}): ${deed} ${subject}`,
      refusal === null ? change : ` REFUSED: ${refusal}${after === null ? "" : ` ${JSON.stringify(after)}`}`,
      comment === "" ? "" : ` "${comment}"`,
    ].join(""),
  );
}
