import { json, type Request, type Response, Router } from "express";
import type { Replays } from "../../app/replays.ts";
import { parseReplayWish } from "../../boundary/replay-wish.ts";
import { sendProblem } from "./answers.ts";
import type { Visits } from "./visit.ts";

/** A past stretch is judged again beside what is live; the page asks until it has the story. */
export function createReplayRoutes(replays: Replays, visits: Visits): Router {
  const router = Router();
  const body = json({ limit: "16kb" });
  const personOf = (request: Request, response: Response): string | null => {
    const actor = visits.actor(request, response);
    if (actor === null) return null;
    const { name, via, address } = actor;
    // Where nobody logs in, everybody has the same name.
    return via === "local" ? address : name;
  };
  router.post("/replays", body, (request, response) => {
    const wish = parseReplayWish(request.body);
    if (!wish.ok) {
      sendProblem(response, "invalid", wish.reason);
      return;
    }
    const person = personOf(request, response);
    if (person === null) return;
    const begun = replays.begin(wish.value, person);
    if (begun.kind === "begun") response.status(202).json(begun.view);
    else if (begun.kind === "busy") sendProblem(response, "refused", begun.reason);
    else sendProblem(response, begun.kind === "invalid" ? "invalid" : "not found", begun.reason);
  });
  router.get("/replays/:id", (request, response) => {
    const person = personOf(request, response);
    if (person === null) return;
    const view = replays.view(String(request.params["id"]), person);
    if (view === null)
      sendProblem(response, "not found", "There is no such replay any more; begin it again.");
    else response.json(view);
  });
  router.delete("/replays/:id", (request, response) => {
    const person = personOf(request, response);
    if (person === null) return;
    replays.cancel(String(request.params["id"]), person);
    response.status(204).end();
  });
  return router;
}
