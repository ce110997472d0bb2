import type { ReplayCondition, ReplayEvent, ReplayStory, ReplayView } from "../../../../protocol/replay.ts";
import type { ChannelCondition, TrendColumns } from "../../../../protocol/telemetry.ts";
import { toInputSchema } from "../../../boundary/input-schema.ts";
import { replayWishShape } from "../../../boundary/replay-wish.ts";
import { asJson, toProblem } from "./answer.ts";
import {
  flag,
  listOf,
  moment,
  number,
  objectOf,
  oneOf,
  orNull,
  ref,
  type Schema,
  span,
  text,
  word,
  wordsOf,
} from "./schema.ts";

type State<Kind extends ReplayView["state"]> = Extract<ReplayView, { readonly state: Kind }>;

/** A past stretch that was judged again. */
export const replaySchemas: Readonly<Record<string, Schema>> = {
  ReplayStory: objectOf<ReplayStory>({
    loopId: text,
    fromMs: moment,
    toMs: moment,
    learntFromMs: orNull(moment),
    bucketMs: span,
    rows: objectOf<TrendColumns>({ tMs: listOf(moment), columns: listOf(listOf(orNull(number))) }),
    estimates: listOf(ref("LoopEstimate")),
    events: listOf(objectOf<ReplayEvent>({ atMs: moment, alarm: ref("AlarmView") })),
    isCut: flag,
    conditions: listOf(
      objectOf<ReplayCondition>({
        atMs: moment,
        loopId: text,
        channels: listOf(
          objectOf<ChannelCondition>({
            quality: wordsOf(["good", "suspect", "bad"]),
            remark: orNull(text),
            takenMs: orNull(moment),
          }),
        ),
        isolatedSinceMs: orNull(moment),
      }),
    ),
    silences: listOf(objectOf<ReplayStory["silences"][number]>({ fromMs: moment, toMs: moment })),
    told: listOf(ref("AlarmView")),
  }),
  ReplayView: oneOf(
    objectOf<State<"running">>({ id: text, state: word("running"), share: number }),
    objectOf<State<"done">>({ id: text, state: word("done"), story: ref("ReplayStory") }),
    objectOf<State<"failed">>({ id: text, state: word("failed"), reason: text }),
  ),
};

const id = {
  name: "id",
  in: "path",
  required: true,
  description: "The id of a replay.",
  schema: { type: "string" },
};
const refusals = {
  401: toProblem("Log in, or send a token."),
  403: toProblem("Not from there, or not by you."),
};

/** Begin a replay, ask how far it is, end it. */
export const replayPaths = {
  "/replays": {
    post: {
      operationId: "beginReplay",
      summary:
        "Judges a past stretch of a loop again, at most a week; a person's new replay ends the one before.",
      requestBody: { required: true, content: asJson(toInputSchema(replayWishShape)) },
      responses: {
        202: { description: "It has begun.", content: asJson(ref("ReplayView")) },
        400: toProblem("The wish is not understood, or too long."),
        ...refusals,
        404: toProblem("There is no such loop."),
        409: toProblem("Somebody else's replay is being worked on."),
      },
    },
  },
  "/replays/{id}": {
    get: {
      operationId: "getReplay",
      summary: "How far a replay is, at last its story; one that nobody asks after for 15 seconds ends.",
      parameters: [id],
      responses: {
        200: { description: "How far it is.", content: asJson(ref("ReplayView")) },
        ...refusals,
        404: toProblem("There is none of that id any more."),
      },
    },
    delete: {
      operationId: "endReplay",
      summary: "Ends a replay and forgets it.",
      parameters: [id],
      responses: { 204: { description: "Done." }, ...refusals },
    },
  },
};
