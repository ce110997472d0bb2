import type { PasswordHasher } from "../app/access-ports.ts";
import type { PasswordInput } from "./password-input.ts";
import type { Pace } from "./send-recording.ts";
import type { Terminal } from "./terminal.ts";

/** What a command may use of the world. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly pace: Pace;
  readonly password: PasswordInput;
  readonly hasher: PasswordHasher;
}
