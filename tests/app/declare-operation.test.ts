import { describe, expect, test } from "vitest";
import { days, type EpochMs, minutes } from "../../protocol/time.ts";
import { createOperationDesk } from "../../server/app/declare-operation.ts";
import type { Ingest } from "../../server/app/ingest.ts";
import type { AuditEntry } from "../../server/domain/access/audit-entry.ts";
import type { DeclaredOperation } from "../../server/domain/incident/incident-book.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { toLocalActor } from "../support/local-actor.ts";
import { createMemoryLog } from "../support/memory-log.ts";

/** A desk of one loop; `declared` are the times that were kept, `lines` what was sent on as telemetry. */
function openDesk(newestMs: EpochMs | null, refusals: readonly ("full" | "broken")[] = []) {
  const clock = createFakeClock();
  const left = [...refusals];
  const declared: EpochMs[] = [];
  const lines: string[] = [];
  const audited: AuditEntry[] = [];
  const ingest: Pick<Ingest, "accept"> = {
    async accept(body) {
      const refusal = left.shift();
      if (refusal === "full") return { kind: "full", retryAfterS: 10 };
      if (refusal === "broken") throw new Error("The disk takes nothing.");
      lines.push(String(body));
      return { kind: "accepted", points: 1 } as never;
    },
  };
  const desk = createOperationDesk({
    loopIds: ["bench"],
    desk: {
      operated: ({ atMs }: DeclaredOperation) => void declared.push(atMs),
      settle: () => undefined,
      audit: (entry) => void audited.push(entry),
    },
    ingest: () => ingest as Ingest,
    newestMs: () => newestMs,
    clock,
    log: createMemoryLog(),
  });
  const declare = (atMs: EpochMs | null) =>
    desk.act(
      { kind: "operate", loopId: "bench", operation: "refill", atMs, by: "Ada", comment: "" },
      toLocalActor("Ada", "127.0.0.1"),
    );
  return { ...{ declare, declared, lines, audited, clock }, happened: desk.happened };
}

const years = (n: number) => days(365 * n);

describe("an operation on the page", () => {
  test.each<[string, EpochMs | null, EpochMs | null, EpochMs]>([
    ["that begins now is of the newest sample's time", null, fakeStartMs - 7000, fakeStartMs - 7000],
    ["that begins now, on a loop that was never heard, is of the clock on the wall", null, null, fakeStartMs],
    ["two days ago is believed", fakeStartMs - days(2), null, fakeStartMs - days(2)],
    ["in two days is believed", fakeStartMs + days(2), fakeStartMs, fakeStartMs + days(2)],
    [
      "near the newest sample of a recording is believed",
      fakeStartMs - years(4) + minutes(5),
      fakeStartMs - years(4),
      fakeStartMs - years(4) + minutes(5),
    ],
    [
      "now, on a loop that was silent for a week, is believed",
      fakeStartMs,
      fakeStartMs - days(7),
      fakeStartMs,
    ],
  ])("%s", (_name, atMs, newestMs, expected) => {
    const { declare, declared, lines, audited } = openDesk(newestMs);
    expect(declare(atMs)).toEqual({ ok: true });
    expect(declared).toEqual([expected]);
    expect(lines).toEqual([`coolant_operation,loop=bench kind="refill" ${expected}\n`]);
    expect(audited).toMatchObject([
      {
        person: "Ada",
        deed: "operate",
        subject: "loop:bench",
        after: { operation: "refill" },
        refusal: null,
      },
    ]);
  });

  test.each<[string, EpochMs, EpochMs | null]>([
    ["of the year 3000", 32_503_680_000_000, fakeStartMs],
    ["of the year 3000 on a loop that was never heard", 32_503_680_000_000, null],
    ["of more than two days ago", fakeStartMs - days(2) - 1, fakeStartMs],
  ])("%s is refused, and nothing is kept of it but that it was tried", (_name, atMs, newestMs) => {
    const { declare, declared, lines, audited } = openDesk(newestMs);
    expect(declare(atMs)).toEqual({
      ok: false,
      reason: "An operation can be declared for a time within two days of now.",
    });
    expect([declared, lines]).toEqual([[], []]);
    expect(audited).toMatchObject([{ after: null, refusal: expect.stringContaining("two days") }]);
  });
});

test("an operation for which there is no room at first reaches the detector later, once", async () => {
  const { declare, lines, clock } = openDesk(fakeStartMs, ["full", "broken"]);
  expect(declare(null)).toEqual({ ok: true });
  await clock.settle();
  expect(lines).toEqual([]);
  await clock.advance(minutes(1));
  expect(lines).toHaveLength(1);
});

test("the same operation declared twice for one time hides none that comes from elsewhere", () => {
  const { declare, declared, happened } = openDesk(fakeStartMs);
  declare(null);
  declare(null);
  happened("bench", { operation: "refill", atMs: fakeStartMs - minutes(9) });
  expect(declared.at(-1)).toBe(fakeStartMs - minutes(9));
  declared.pop();
  happened("bench", { operation: "refill", atMs: fakeStartMs });
  expect(declared).toEqual([fakeStartMs, fakeStartMs]);
  happened("bench", { operation: "refill", atMs: fakeStartMs + minutes(9) });
  expect(declared.at(-1)).toBe(fakeStartMs + minutes(9));
});
