#!/usr/bin/env node
import { setTimeout as wait } from "node:timers/promises";
import { runCommandLine } from "./program.ts";
import { createTerminal } from "./terminal.ts";

const code = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  terminal: createTerminal(),
  pace: { nowMs: () => Date.now(), wait: (ms) => wait(ms) },
});
if (code !== null) process.exitCode = code;
