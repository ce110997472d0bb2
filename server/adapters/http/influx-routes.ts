import { type Request, type Response, Router, urlencoded } from "express";
import type { Ingest } from "../../app/ingest.ts";
import type { Precision } from "../../app/ports.ts";
import { type ProblemCode, sendProblem } from "./answers.ts";
import type { BodyLimits, BodyReader, TakenBody } from "./body-reader.ts";
import { wrongToken } from "./gate.ts";
import type { Visits } from "./visit.ts";

/** Version that InfluxDB's clients read from `/ping` to know which dialect to speak. */
const influxVersion = "1.8-loopwatch";

/** Most lines in one body: what one body may hold up the others. 25 MB of the shortest lines would be four million. */
const mostLines = 250_000;

const precisionByV1: ReadonlyMap<string, Precision> = new Map([
  ["", "ns"],
  ["n", "ns"],
  ["ns", "ns"],
  ["u", "us"],
  ["us", "us"],
  ["µ", "us"],
  ["ms", "ms"],
  ["s", "s"],
  ["m", "m"],
  ["h", "h"],
]);
const precisionByV2: ReadonlyMap<string, Precision> = new Map([
  ["", "ns"],
  ["ns", "ns"],
  ["us", "us"],
  ["ms", "ms"],
  ["s", "s"],
]);

/** What Telegraf, the `influx` command and every InfluxDB client need to send telemetry here unchanged. */
export function createInfluxRoutes(ingest: Ingest, bodies: BodyReader, visits: Visits): Router {
  const router = Router();
  const parts = { ingest, bodies, visits };
  // Database, retention policy, organisation, bucket and credentials may be given; all telemetry goes to one place.
  // Express passes a rejection on to the route for errors.
  router.post("/write", (request, response) => takeLines(parts, request, response, precisionByV1));
  router.post("/api/v2/write", (request, response) => takeLines(parts, request, response, precisionByV2));
  router.get("/ping", (_request, response) => {
    response.set("X-Influxdb-Version", influxVersion).status(204).end();
  });
  router.get("/query", answerQuery);
  router.post("/query", urlencoded({ extended: false, limit: "64kb" }), answerQuery);
  return router;
}

async function takeLines(
  {
    ingest,
    bodies,
    visits,
  }: { readonly ingest: Ingest; readonly bodies: BodyReader; readonly visits: Visits },
  request: Request,
  response: Response,
  precisions: ReadonlyMap<string, Precision>,
): Promise<void> {
  const written = String(request.query["precision"] ?? "");
  const precision = precisions.get(written);
  if (precision === undefined) {
    const known = [...precisions.keys()].filter((name) => name !== "").join(", ");
    sendProblem(response, "invalid", `There is no such precision; use one of ${known}.`);
    return;
  }
  const body = await bodies.read(request);
  if (body.kind !== "body") {
    sendNoBody(response, body.kind, bodies.limits);
    return;
  }
  const lines = body.bytes;
  if (hasMoreLines(lines, mostLines)) {
    sendProblem(response, "too large", `A body may have ${mostLines} lines; send less at once.`);
    return;
  }
  // Asked only now: while the body was on its way, the token may have been revoked.
  const scope = visits.scope(request);
  if (scope === null) {
    sendProblem(response, "unauthorized", wrongToken);
    return;
  }
  const answer = await ingest.accept(lines, precision, scope);
  if (answer.kind === "full") {
    response.set("Retry-After", String(answer.retryAfterS));
    sendProblem(
      response,
      "full",
      "Too much telemetry waits for the store; keep this and send it again later.",
    );
    return;
  }
  const [first] = answer.problems;
  if (answer.refused === 0 || first === undefined) {
    response.status(204).end();
    return;
  }
  const kept = answer.points === 0 ? "nothing was kept" : `${answer.points} were kept`;
  const message = `${answer.refused} of ${answer.refused + answer.points} lines were refused and ${kept}. Line ${first.line}: ${first.message}`;
  const isForeign = answer.points === 0 && answer.problems.every(({ code }) => code === "forbidden");
  sendProblem(response, isForeign ? "forbidden" : "invalid", message, {
    line: first.line,
    ...(first.code === undefined ? {} : { lineCode: first.code }),
    accepted: answer.points,
    refused: answer.refused,
  });
}

/** Why a body was not taken, to the sender. One that hung up in the middle hears nothing. */
function sendNoBody(
  response: Response,
  kind: Exclude<TakenBody["kind"], "body">,
  { limitBytes, stallMs }: BodyLimits,
): void {
  if (kind === "gone") return;
  if (kind === "busy") response.set("Retry-After", "1");
  const answerByKind: Readonly<Record<typeof kind, readonly [ProblemCode, string]>> = {
    "too large": [
      "too large",
      `A body may have ${Math.floor(limitBytes / 1_000_000)} MB unpacked; send less at once.`,
    ],
    busy: ["full", "Too many bodies are coming in at once; send this again later."],
    unreadable: ["invalid", "This request could not be read."],
    stalled: ["stalled", `No byte of this body came for ${stallMs / 1000} seconds.`],
  };
  sendProblem(response, ...answerByKind[kind]);
}

function hasMoreLines(bytes: Buffer, most: number): boolean {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (++count > most) return true;
  }
  return false;
}

/** The one database that there is, whatever its name behind us. */
const databases = {
  results: [{ statement_id: 0, series: [{ name: "databases", columns: ["name"], values: [["loopwatch"]] }] }],
};

/** Clients look for their database and create it when they start; those are the only questions we answer. */
function answerQuery(request: Request, response: Response): void {
  const form: unknown = request.body;
  const inBody = typeof form === "object" && form !== null && "q" in form ? form.q : undefined;
  const question = String(request.query["q"] ?? inBody ?? "");
  if (/^\s*create\s+database\b/i.test(question)) response.json({ results: [{ statement_id: 0 }] });
  else if (/^\s*show\s+databases\b/i.test(question)) response.json(databases);
  else
    sendProblem(
      response,
      "invalid",
      "Loopwatch takes telemetry in but answers no InfluxQL; ask the database behind it, or /api/v1.",
    );
}
