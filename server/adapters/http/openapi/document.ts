import { toInputSchema } from "../../../boundary/input-schema.ts";
import { actShape } from "../../../boundary/operator-act.ts";
import { alarmSchemas } from "./alarm-schemas.ts";
import { asJson, toProblem } from "./answer.ts";
import { houseSchemas } from "./house-schemas.ts";
import { incidentSchemas } from "./incident-schemas.ts";
import { loopSchemas } from "./loop-schemas.ts";
import { actSummaries, type Question, questions } from "./operations.ts";
import { replayPaths, replaySchemas } from "./replay-operations.ts";
import { ref, type Schema } from "./schema.ts";
import { seriesSchemas } from "./series-schemas.ts";
import { sessionOperations, sessionSchemas } from "./session-operations.ts";

/** The API described as OpenAPI 3.1; served at `/api/v1/openapi.json`. */
export function createOpenApi(version: string) {
  const paths: Record<string, object> = {};
  for (const question of questions) paths[question.path] = { get: toGet(question) };
  for (const [kind, summary] of Object.entries(actSummaries))
    paths[`/alarms/{id}/${kind}`] = { post: toPost(kind, summary, toActBody(kind)) };
  paths["/acts"] = {
    post: toPost("act", "Any act, told apart by its kind.", toInputSchema(actShape)),
  };
  paths["/session"] = sessionOperations;
  Object.assign(paths, replayPaths);
  return {
    openapi: "3.1.0",
    info: {
      title: "Loopwatch",
      version,
      description:
        "Loops, alarms, acts, incidents and notices. Times are milliseconds since 1970 unless a name says otherwise; a query takes ISO 8601 too. A parameter that is not listed is refused.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    paths,
    components: {
      schemas: {
        ...alarmSchemas,
        ...incidentSchemas,
        ...loopSchemas,
        ...houseSchemas,
        ...seriesSchemas,
        ...sessionSchemas,
        ...replaySchemas,
      },
    },
  };
}

const idParameter = (idOf: string) => ({
  name: "id",
  in: "path",
  required: true,
  description: `The id of ${idOf}.`,
  schema: { type: "string" },
});

function toGet({ path, summary, answer, query, idOf, orAs }: Question): object {
  const asked = query === undefined ? null : toInputSchema(query);
  const required = (asked?.["required"] ?? []) as readonly string[];
  const parameters = Object.entries((asked?.["properties"] ?? {}) as Record<string, Schema>).map(
    ([name, schema]) => ({ name, in: "query", required: required.includes(name), schema }),
  );
  return {
    operationId: `get${path.replace(/\{id\}|\.json/g, "").replace(/\/+(\w)?/g, (_, letter) => (letter ?? "One").toUpperCase())}`,
    summary,
    parameters: [...(idOf === undefined ? [] : [idParameter(idOf)]), ...parameters],
    responses: {
      200: {
        description: summary,
        content: {
          ...asJson(answer),
          ...(orAs === undefined ? {} : { [orAs]: { schema: { type: "string" } } }),
        },
      },
      400: toProblem("The query is not understood."),
      401: toProblem("Log in, or send a token."),
      403: toProblem("Not from there, or not by you."),
      ...(idOf === undefined ? {} : { 404: toProblem("There is none of that id.") }),
    },
  };
}

function toPost(kind: string, summary: string, body: Schema): object {
  const isOnAlarm = kind !== "act";
  return {
    operationId: kind,
    summary,
    parameters: isOnAlarm ? [idParameter("an alarm")] : [],
    requestBody: { required: true, content: asJson(body) },
    responses: {
      200: { description: "Done.", content: asJson(ref("ActResult")) },
      400: toProblem("The act is not understood."),
      401: toProblem("Log in, or send a token."),
      403: toProblem("Not from there, or not by you."),
      ...(isOnAlarm ? { 404: toProblem("There is no such alarm.") } : {}),
      409: toProblem(
        "It was decided on something that is no longer true; the message says what has changed.",
      ),
    },
  };
}

/** The form of an act without what its address says already. */
function toActBody(kind: string): Schema {
  const forms = toInputSchema(actShape)["oneOf"] as readonly {
    readonly properties: Readonly<Record<string, Schema>>;
    readonly required: readonly string[];
  }[];
  const form = forms.find(({ properties }) => properties["kind"]?.["const"] === kind);
  if (form === undefined) throw new Error(`There is no act ${kind}.`);
  const { kind: _kind, occurrenceId: _id, ...properties } = form.properties;
  return {
    type: "object",
    properties,
    required: form.required.filter((name) => properties[name] !== undefined),
  };
}
