import { z } from "zod";
import { checkEvent } from "./check-events.ts";
import { type EventShape, event } from "./event-shapes.ts";
import { fromStart } from "./event-timing.ts";
import type { PlantDescription } from "./plant-description.ts";
import { listOf } from "./quantities.ts";
import type { Review } from "./review.ts";
import type { ScenarioDescription, ScenarioEvent } from "./scenario-description.ts";
import * as shapes from "./story-shapes.ts";

/** What a story says beside its plant. */
export type Story = Omit<ScenarioDescription, "id" | "variant" | "variants" | "plant" | "plantId">;

/** The story under review, or `null` with problems noted. Events are checked against the plant when there is one. */
export function readStory(review: Review, plant: PlantDescription | null): Story | null {
  const title = review.read(["title"], shapes.title);
  const summary = review.read(["summary"], shapes.summary);
  const preludeS = review.read(["preludeS"], shapes.prelude);
  const lengthS = review.read(["lengthS"], shapes.length);
  const ideal = review.read(["ideal"], shapes.ideal);
  const card = review.read(["card"], shapes.card);
  if (review.written(["events"]) !== undefined) review.read(["events"], listOf("events", z.unknown()));
  const events = review.readEach(["events"], event);
  const eventDelayS = readEventDelay(review, events);
  events.forEach((known, i) => {
    if (known === null || plant === null) return;
    checkEvent(known, plant, events, (path, message) => {
      review.complain(["events", i, ...path], message);
    });
  });
  if (!review.isClean() || title === null || summary === null || preludeS === null) return null;
  if (lengthS === null || ideal === null || card === null) return null;
  return {
    title,
    summary,
    preludeS,
    lengthS,
    eventDelayS,
    events: events.filter((known) => known !== null).map(toEvent),
    ideal,
    card,
  };
}

/** A story has an event unless it says that it has none, or nothing in it waits for one. */
function readEventDelay(review: Review, events: readonly (EventShape | null)[]): number | null {
  const written = review.written(["eventDelayS"]);
  const waiting = events.findIndex((known) => known !== null && known.atS !== fromStart);
  if (written === undefined && waiting < 0) return null;
  const delayS = review.read(["eventDelayS"], shapes.eventDelay);
  if (written === null && waiting >= 0)
    review.complain(
      ["events", waiting],
      "This would never happen: eventDelayS is null. Write when the story's event comes, or atS: start.",
    );
  return delayS;
}

/** The gas side has no place along the loop; its leaks name none. */
const toEvent = (known: EventShape): ScenarioEvent =>
  known.kind === "leak" ? { ...known, at: known.at ?? "" } : known;
