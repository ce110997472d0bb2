import { parentPort, workerData } from "node:worker_threads";
import {
  createReplayJudge,
  type JudgedReplay,
  type ReplayPiece,
  type ReplayTask,
} from "../../app/replay-judge.ts";

// A thread that judges one replay, piece by piece, as it is asked.

/** A piece to judge; `null`: that was all. */
export type ReplayQuestion = ReplayPiece | null;

/** Each question has one answer: `null` for a piece, at last what came of it. */
export type ReplayAnswer = JudgedReplay | null;

const port = parentPort;
if (port === null) throw new Error("This file is a replay's thread and does nothing by itself.");
const judge = createReplayJudge(workerData as ReplayTask);

port.on("message", (piece: ReplayQuestion) => {
  let answer: ReplayAnswer = null;
  if (piece === null) answer = judge.tell();
  else judge.take(piece);
  port.postMessage(answer);
});
