import { randomUUID } from "node:crypto";
import { openFarReplay } from "../adapters/replay/far-replay.ts";
import { createReplays, type ReplayParts, type Replays } from "../app/replays.ts";

/** Replays of this server, each judged in a thread of its own. */
export const openReplays = (parts: Omit<ReplayParts, "openThread" | "newId">): Replays =>
  createReplays({ ...parts, openThread: openFarReplay, newId: randomUUID });
