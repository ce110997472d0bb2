#!/usr/bin/env node
import { setTimeout as wait } from "node:timers/promises";
import { createScryptHasher } from "../adapters/password/scrypt-hasher.ts";
import { createPasswordInput } from "./password-input.ts";
import { runCommandLine } from "./program.ts";
import { createTerminal } from "./terminal.ts";

const terminal = createTerminal();
const code = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  terminal,
  pace: { nowMs: () => Date.now(), wait: (ms) => wait(ms) },
  hasher: createScryptHasher(),
  password: createPasswordInput(process.stdin, terminal.err),
});
if (code !== null) process.exitCode = code;
