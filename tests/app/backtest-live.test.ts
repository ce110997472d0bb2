import { expect, test } from "vitest";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import { createBacktest } from "../../server/app/backtest.ts";
import { createLineIntake } from "../../server/app/backtest-lines.ts";
import { createStoryTeller } from "../../server/app/backtest-story.ts";
import { createIngest } from "../../server/app/ingest.ts";
import { createPipeline } from "../../server/app/pipeline.ts";
import { withHole } from "../../simulator/story/scenario-events.ts";
import { createSimulation } from "../../simulator/story/simulation.ts";
import { exampleLoop, linesUntil, scenarioNamed } from "../support/example.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const loop = exampleLoop("ms-22");

/** A loop that learns, leaks after a while, is serviced and learns anew, in requests of a few seconds. */
function playRequests(): readonly string[] {
  const startMs = Date.UTC(2022, 11, 15);
  const simulation = createSimulation({
    loopId: loop.id,
    seed: 3,
    startMs,
    scenario: scenarioNamed("healthy"),
    preludeMs: loop.learningMs,
  });
  const leaksMs = startMs + loop.learningMs + minutes(10);
  const servicedMs = leaksMs + minutes(20);
  const requests: string[] = [];
  for (let atMs = startMs; atMs < startMs + loop.learningMs + hours(1); atMs += seconds(7)) {
    if (atMs >= leaksMs && atMs < leaksMs + seconds(7))
      simulation.arm(withHole(scenarioNamed("puncture"), 0.4), atMs);
    let lines = linesUntil(simulation, atMs);
    if (atMs >= servicedMs && atMs < servicedMs + seconds(7))
      lines += `coolant_operation,loop=${loop.id} kind="serviced" ${atMs}\n`;
    // Three minutes of silence in the middle of the leak.
    if (atMs > leaksMs + minutes(10) && atMs < leaksMs + minutes(13)) continue;
    requests.push(lines);
  }
  return requests;
}

test("a story gives the same alarms live, request by request, and from its file in pieces of any size", async () => {
  const requests = playRequests();
  const live = createStoryTeller(loop);
  const pipeline = createPipeline([loop], {
    observe: live.observe,
    onRow: () => undefined,
    onEstimate: () => undefined,
  });
  const ingest = createIngest({
    judgedBy(reader) {
      const intake = pipeline.intake(reader);
      return { refuse: intake.refuse, scope: intake.scope, onBatch: (batch) => void intake.accept(batch) };
    },
    spool: {
      append: async () => undefined,
      status: () => ({ waiting: 0, oldestMs: null, isFull: false }),
    } as never,
    clock: createFakeClock(),
    log: createMemoryLog(),
    onSpooled: () => undefined,
  });
  for (const lines of requests) if (lines !== "") await ingest.accept(Buffer.from(lines), "ms");
  const { occurrences } = live.tell(0);
  const leaks = occurrences.filter(({ alarmClass }) => alarmClass === "leak");
  const kinds = leaks.flatMap(({ events }) => events.map(({ kind }) => kind));
  expect(kinds).toContain("opened");
  expect(kinds.at(-1)).toBe("returned");

  const file = requests.join("");
  for (const pieceLength of [file.length, 100_000]) {
    const backtest = createBacktest([loop], null);
    const intake = createLineIntake(backtest.pipeline, "ms");
    for (let from = 0, to = 0; from < file.length; from = to) {
      to = file.lastIndexOf("\n", from + pieceLength) + 1;
      intake.accept(Buffer.from(file.slice(from, to)));
    }
    expect(JSON.stringify(backtest.tell()[0]?.occurrences)).toBe(JSON.stringify(occurrences));
  }
});
