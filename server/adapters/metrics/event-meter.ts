import { Counter, Histogram, type Registry } from "prom-client";
import type { BodyOutcome, Meter, WriteOutcome } from "../../app/meter.ts";

const bodyOutcomes: readonly BodyOutcome[] = ["accepted", "partly refused", "refused", "full"];
const writeOutcomes: readonly WriteOutcome[] = ["taken", "partly refused", "failed"];
const noticeOutcomes = ["delivered", "given up"] as const;

/** Upper bounds of an answer's time, seconds: the promise is 50 ms. */
const answerBuckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Upper bounds of a write into the store, seconds. */
const writeBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts what happens into a registry: one call a body, write or notice. */
export function createEventMeter(registry: Registry): Meter {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> =>
    new Counter({ name, help, labelNames, registers });
  const bodies = counter("loopwatch_ingest_bodies_total", "Bodies of telemetry by what became of them.", [
    "outcome",
  ]);
  const bytes = counter("loopwatch_ingest_bytes_total", "Bytes of telemetry that came in, unpacked.");
  const points = counter("loopwatch_ingest_points_total", "Points (lines) of telemetry that were kept.");
  const values = counter("loopwatch_ingest_values_total", "Values (fields) of telemetry that were kept.");
  const refused = counter("loopwatch_ingest_refused_lines_total", "Lines of telemetry that were refused.");
  const answers = new Histogram({
    name: "loopwatch_ingest_answer_seconds",
    help: "From a whole body to its answer; an accepted one is on disk then.",
    buckets: answerBuckets,
    registers,
  });
  const writes = counter(
    "loopwatch_store_writes_total",
    "Writes into the telemetry store by what became of them.",
    ["outcome"],
  );
  const writeTimes = new Histogram({
    name: "loopwatch_store_write_seconds",
    help: "How long writes into the telemetry store take, failed ones too.",
    buckets: writeBuckets,
    registers,
  });
  const mails = counter("loopwatch_mails_total", "Mails that were taken by a mail server or given up.", [
    "outcome",
  ]);
  const hooks = counter(
    "loopwatch_webhook_messages_total",
    "Messages that a webhook took or that were given up.",
    ["outcome"],
  );
  const checkpoints = counter(
    "loopwatch_failed_checkpoints_total",
    "Checkpoints of loops that could not be written to disk.",
  );
  // A series that begins with its first event hides that event from whoever looks at the increase.
  for (const outcome of bodyOutcomes) bodies.inc({ outcome }, 0);
  for (const outcome of writeOutcomes) writes.inc({ outcome }, 0);
  for (const outcome of noticeOutcomes) {
    mails.inc({ outcome }, 0);
    hooks.inc({ outcome }, 0);
  }

  return {
    body(size) {
      const ended = answers.startTimer();
      bytes.inc(size);
      return (measure) => {
        ended();
        bodies.inc({ outcome: measure.outcome });
        points.inc(measure.points);
        values.inc(measure.values);
        refused.inc(measure.refusedLines);
      };
    },
    write() {
      const ended = writeTimes.startTimer();
      return (outcome) => {
        ended();
        writes.inc({ outcome });
      };
    },
    settled: (channel, outcome) => (channel === "mail" ? mails : hooks).inc({ outcome }),
    checkpointFailed: () => checkpoints.inc(),
  };
}
