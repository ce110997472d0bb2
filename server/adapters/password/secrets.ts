import { createHash, randomBytes } from "node:crypto";
import type { Secrets } from "../../app/access-ports.ts";

/** 256 bits: nobody guesses them, so that a plain digest of them is enough, where a password needs a slow one. */
const secretBytes = 32;

/** Secrets by the machine's source of chance, SHA-256 of them. */
export const createSecrets = (): Secrets => ({
  draw: () => randomBytes(secretBytes).toString("base64url"),
  digest: (secret) => createHash("sha256").update(secret).digest("hex"),
});
