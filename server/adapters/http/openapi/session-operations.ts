import { roles, type Visitor } from "../../../../protocol/access.ts";
import type { Access } from "../../../app/access-port.ts";
import { toInputSchema } from "../../../boundary/input-schema.ts";
import { loginShape } from "../../../boundary/login.ts";
import { asJson, toProblem } from "./answer.ts";
import { objectOf, orNull, ref, type Schema, text, wordsOf } from "./schema.ts";

/** Who somebody is here. */
interface SessionView {
  readonly mode: Access["mode"];
  readonly visitor: Visitor | null;
}

/** What is said of who looks. */
export const sessionSchemas: Readonly<Record<string, Schema>> = {
  Session: objectOf<SessionView>({
    mode: wordsOf(["open", "guarded"]),
    visitor: orNull(
      objectOf<Visitor>({ name: text, role: wordsOf(roles), via: wordsOf(["local", "session", "token"]) }),
    ),
  }),
};

const session = { description: "Who is there.", content: asJson(ref("Session")) };

/** `/session`: who am I, log in, log out. */
export const sessionOperations = {
  get: { operationId: "getSession", summary: "Who am I?", parameters: [], responses: { 200: session } },
  post: {
    operationId: "login",
    summary: "Logs in; the secret comes in a cookie.",
    requestBody: { required: true, content: asJson(toInputSchema(loginShape)) },
    responses: {
      200: session,
      400: toProblem("Name or password are missing."),
      401: toProblem("They are not right."),
      409: toProblem("Nobody logs in here."),
      429: toProblem("Too many attempts; Retry-After says when."),
    },
  },
  delete: {
    operationId: "logout",
    summary: "Logs out.",
    responses: { 204: { description: "Done." } },
  },
};
