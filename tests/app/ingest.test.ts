import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openNearSpool } from "../../server/adapters/spool/create-spool.ts";
import { createIngest } from "../../server/app/ingest.ts";
import type { Spool } from "../../server/app/ports.ts";
import { type ParsedPoint, toPoints } from "../../server/boundary/line-protocol.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

const tMs = 1_671_062_400_000;
const good = (field: string): string => `coolant_loop,loop=ms-22 ${field} ${tMs}\n`;

/** An ingest on a real spool; `change` puts something in the spool's way. */
function openIngest(change: (spool: Spool) => Partial<Spool> = () => ({})) {
  const disk = openNearSpool(join(tempDirForTest(), "spool.sqlite"));
  onTestFinished(() => disk.close());
  const log = createMemoryLog();
  const clock = createFakeClock();
  const order: string[] = [];
  const points: ParsedPoint[] = [];
  const spool: Pick<Spool, "append" | "status"> = {
    async append(batch) {
      const id = await disk.append(batch);
      order.push("disk");
      return id;
    },
    status: disk.status,
    ...change(disk),
  };
  const ingest = createIngest({
    judgedBy: (reader) => ({
      scope: { judge: () => () => null },
      refuse: (batch, i) =>
        toPoints(reader, batch)[i]?.fields.some(({ value }) => typeof value === "string")
          ? "It must be a number."
          : null,
      onBatch(batch) {
        order.push("detectors");
        points.push(...toPoints(reader, batch));
      },
    }),
    spool,
    clock,
    log,
    onSpooled: () => void order.push("store"),
  });
  return {
    disk,
    log,
    order,
    points,
    clock,
    async accept(text: string) {
      const answer = await ingest.accept(Buffer.from(text), "ms");
      order.push("answer");
      return answer;
    },
  };
}

describe("a body of line protocol", () => {
  test("goes to the detectors at once, and is answered when it is on disk", async () => {
    const { accept, order, disk, points, clock } = openIngest();
    expect(await accept(good("flow_lpm=12") + good("radiator_in_c=20"))).toEqual({
      kind: "accepted",
      points: 2,
      problems: [],
      refused: 0,
    });
    expect(order).toEqual(["detectors", "disk", "store", "answer"]);
    expect(points.map(({ fields }) => fields[0]?.name)).toEqual(["flow_lpm", "radiator_in_c"]);
    const [batch] = await disk.peek(1e6);
    expect(batch).toMatchObject({ precision: "ms", receivedMs: clock.nowMs() });
    expect(batch?.lines.toString()).toBe(good("flow_lpm=12") + good("radiator_in_c=20"));
  });

  test("with bad lines keeps the good ones and reports the others by their number", async () => {
    const { accept, disk, points } = openIngest();
    const answer = await accept(
      `${good("flow_lpm=12")}nonsense\n${good("flow_lpm=NaN")}${good("radiator_in_c=20")}`,
    );
    expect(answer).toMatchObject({ kind: "accepted", points: 2, refused: 2 });
    expect(answer.kind === "accepted" && answer.problems.map(({ line }) => line)).toEqual([2, 3]);
    expect((await disk.peek(1e6))[0]?.lines.toString()).toBe(good("flow_lpm=12") + good("radiator_in_c=20"));
    expect(points).toHaveLength(2);
  });

  test("keeps text for a measuring channel away from the store, and takes what stands around it", async () => {
    const { accept, disk, points } = openIngest();
    const answer = await accept(good("flow_lpm=12") + good('flow_lpm="oops"') + good("radiator_in_c=20"));
    expect(answer).toEqual({
      kind: "accepted",
      points: 2,
      problems: [{ line: 2, message: "It must be a number." }],
      refused: 1,
    });
    expect((await disk.peek(1e6))[0]?.lines.toString()).toBe(good("flow_lpm=12") + good("radiator_in_c=20"));
    expect(points).toHaveLength(2);
  });

  test.each([
    ["nothing", "", 0],
    ["a comment", "# hello\n", 0],
    ["only bad lines", "nonsense\nmore nonsense\n", 2],
  ])("with %s is answered and leaves nothing on disk", async (_name, text, refused) => {
    const { accept, order, disk } = openIngest();
    expect(await accept(text)).toMatchObject({ kind: "accepted", points: 0, refused });
    expect(order).toEqual(["answer"]);
    expect(disk.status().waiting).toBe(0);
  });

  test("gets the time of its arrival where it brings none", async () => {
    const { accept, points, clock } = openIngest();
    await accept("coolant_loop,loop=ms-22 flow_lpm=12\n");
    expect(points[0]?.atMs).toBe(clock.nowMs());
  });
});

describe("a disk that refuses", () => {
  test("makes the sender wait, and does not end the search for leaks", async () => {
    const { accept, points, order, log } = openIngest(() => ({
      append: () => Promise.reject(new Error("no space left on device")),
    }));
    expect(await accept(good("flow_lpm=12"))).toEqual({ kind: "full", retryAfterS: 10 });
    expect(points).toHaveLength(1);
    expect(order).toEqual(["detectors", "answer"]);
    expect(log.entries.map(({ level }) => level)).toEqual(["error"]);
  });

  test.each([
    [499_999, "accepted"],
    [500_000, "full"],
    [700_000, "full"],
  ])("with %i writes waiting for the store the answer is %s", async (waiting, kind) => {
    const { accept, points, disk } = openIngest(() => ({
      status: () => ({ waiting, oldestMs: tMs, bytes: 1, isFull: false }),
    }));
    expect((await accept(good("flow_lpm=12"))).kind).toBe(kind);
    expect(points).toHaveLength(1);
    expect(disk.status().waiting).toBe(kind === "accepted" ? 1 : 0);
  });

  test("that is nearly full makes the sender wait too", async () => {
    const { accept, disk } = openIngest(() => ({
      status: () => ({ waiting: 3, oldestMs: tMs, bytes: 2e9, isFull: true }),
    }));
    expect(await accept(good("flow_lpm=12"))).toEqual({ kind: "full", retryAfterS: 10 });
    expect(disk.status().waiting).toBe(0);
  });

  test("takes the same body when the sender comes again", async () => {
    const room = { left: false };
    const { accept, points, disk } = openIngest((spool) => ({
      append(batch) {
        if (!room.left) return Promise.reject(new Error("no space left on device"));
        return spool.append(batch);
      },
    }));
    expect((await accept(good("flow_lpm=12"))).kind).toBe("full");
    room.left = true;
    expect((await accept(good("flow_lpm=12"))).kind).toBe("accepted");
    // Handed on both times; the lane knows a repeat when it sees one.
    expect(points).toHaveLength(2);
    expect(disk.status().waiting).toBe(1);
  });
});
