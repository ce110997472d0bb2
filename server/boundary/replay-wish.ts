import { z } from "zod";
import type { ReplayWish } from "../../protocol/replay.ts";
import { checkShape, idShape, momentShape, type Parsed } from "./parsed.ts";

const said = "Say loop, from and to.";
const moment = z.union([z.number(said).transform(String), z.string(said)], said).pipe(momentShape(said));

/** As it comes in. */
export const replayWishShape = z.object({ loop: idShape("a loop"), from: moment, to: moment }, said);

const wishShape = replayWishShape.transform(
  (wish): ReplayWish => ({ loopId: wish.loop, fromMs: wish.from, toMs: wish.to }),
);

/** A loop's name, and `from` and `to` as epoch milliseconds or ISO 8601. */
export const parseReplayWish = (input: unknown): Parsed<ReplayWish> => checkShape(wishShape, input);
