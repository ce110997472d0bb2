import { z } from "zod";
import { checkShape, type Parsed } from "./parsed.ts";

const missing = "Say your name and your password.";

/** Who logs in. Longer names and passwords are nobody's; they would only cost time. */
export const loginShape = z.object({
  name: z.string(missing).min(1, missing).max(200, missing),
  password: z.string(missing).min(1, missing).max(1000, missing),
});

/** A name and a password from a form or as JSON; whether they are right is not looked at. */
export const parseLogin = (input: unknown): Parsed<{ readonly name: string; readonly password: string }> =>
  checkShape(loginShape, input);
