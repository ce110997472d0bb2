import { describe, expect, test } from "vitest";
import { operations } from "../../protocol/operation.ts";
import { createChannelIndex } from "../../server/app/channel-index.ts";
import { createIntake } from "../../server/app/intake.ts";
import { createLane } from "../../server/app/lane.ts";
import { createLineReader } from "../../server/boundary/line-reader.ts";
import { toLoop } from "../support/builders.ts";
import { createWatchfulDetector } from "../support/watchful-detector.ts";

const t0 = 1_671_062_400_000;

/** The bench loop's way in, and what its detector was given and its lane told. */
function createHeardIntake() {
  const told: string[] = [];
  const lane = createLane(createWatchfulDetector(t0), {
    onEvaluated: () => undefined,
    onOperation: (operation, atMs) => void told.push(`${operation} @ ${(atMs - t0) / 1000}`),
    onRevised: () => undefined,
  });
  const reader = createLineReader();
  const intake = createIntake(reader, createChannelIndex([toLoop()]), (id) =>
    id === "bench" ? lane : undefined,
  );
  return {
    intake,
    told,
    log: () => lane.detector.log.filter((line) => !line.startsWith("?")),
    accept: (...lines: readonly string[]) => [
      ...intake.accept(reader.read(Buffer.from(lines.join("\n")), "ms", t0)),
    ],
  };
}

const pressure = (s: number): string => `bench,loop=bench p-acc=300 ${t0 + s * 1000}`;
const declared = (kind: string, s: number): string =>
  `coolant_operation,loop=bench kind="${kind}" ${t0 + s * 1000}`;

describe("what people do to a loop", () => {
  test.each(operations.map((operation) => ({ operation })))(
    "reaches its detector in order of time: $operation",
    ({ operation }) => {
      const { accept, told, log, intake } = createHeardIntake();
      expect(accept(pressure(0), pressure(1), pressure(2), declared(operation, 1.5))).toEqual(["bench"]);
      accept(pressure(5));
      expect(log()).toEqual(["0 300 @ 0", "0 300 @ 1", `${operation} @ 1.5`, "0 300 @ 2"]);
      expect(told).toEqual([`${operation} @ 1.5`]);
      expect(intake.unknownOperations).toBe(0);
    },
  );

  test.each([
    ["is of a kind that nobody knows", declared("inspected", 1)],
    ["has a kind that is no text", `coolant_operation,loop=bench kind=1 ${t0}`],
    ["says no kind", `coolant_operation,loop=bench note="refill" ${t0}`],
    ["names no loop", `coolant_operation kind="refill" ${t0}`],
    ["names a loop that nobody knows", `coolant_operation,loop=nine kind="refill" ${t0}`],
  ])("is ignored and counted where it %s", (_name, line) => {
    const { accept, told, log, intake } = createHeardIntake();
    expect(accept(line)).toEqual([]);
    expect([told, log()]).toEqual([[], []]);
    expect(intake.unknownOperations).toBe(1);
  });

  test("before the first sample has its turn with that, and counts from then where its time is ahead", () => {
    const { accept, told } = createHeardIntake();
    accept(declared("maintenance", -7), declared("refill", 7000));
    expect(told).toEqual([]);
    accept(pressure(0), pressure(1), pressure(5));
    expect(told).toEqual(["maintenance @ -7", "refill @ 0"]);
  });
});
