import { describe, expect, test } from "vitest";
import type { NoticeState } from "../../../protocol/notice.ts";
import { days, minutes, seconds } from "../../../protocol/time.ts";
import { decideDelivery } from "../../../server/domain/notice/decide-delivery.ts";
import type { Notice } from "../../../server/domain/notice/notice.ts";
import { exampleMail } from "./examples.ts";

const nowMs = 1_000_000_000;
const busy = { kind: "failed", retryable: true, message: "451 busy" } as const;
const refused = { kind: "failed", retryable: false, message: "550 no such person" } as const;
const taken = { kind: "taken", response: "250 ok" } as const;

const noticeIn = (state: NoticeState, createdMs = nowMs): Notice => ({
  id: "n",
  occurrenceId: null,
  reason: "first",
  createdMs,
  mail: exampleMail,
  state,
});
const pending = (attempts: number): NoticeState => ({
  kind: "pending",
  attempts,
  nextAttemptMs: 0,
  lastError: null,
});

describe("after an attempt", () => {
  test("a mail that was taken is accepted", () => {
    const state = decideDelivery(noticeIn(pending(2)), taken, nowMs);
    expect(state).toEqual({ kind: "accepted", atMs: nowMs, attempts: 3, response: "250 ok" });
  });

  test.each([
    { failed: 0, pauseMs: seconds(5) },
    { failed: 1, pauseMs: seconds(15) },
    { failed: 2, pauseMs: minutes(1) },
    { failed: 3, pauseMs: minutes(5) },
    { failed: 4, pauseMs: minutes(15) },
    { failed: 5, pauseMs: minutes(15) },
    { failed: 200, pauseMs: minutes(15) },
  ])("a failure after $failed others waits $pauseMs ms", ({ failed, pauseMs }) => {
    const state = decideDelivery(noticeIn(pending(failed)), busy, nowMs);
    expect(state).toEqual({
      kind: "pending",
      attempts: failed + 1,
      nextAttemptMs: nowMs + pauseMs,
      lastError: "451 busy",
    });
  });

  test("a refusal is final", () => {
    expect(decideDelivery(noticeIn(pending(0)), refused, nowMs)).toMatchObject({
      kind: "given up",
      attempts: 1,
    });
  });

  test("a notice three days old is given up when it fails again, and accepted when it does not", () => {
    const old = noticeIn(pending(9), nowMs - days(3));
    expect(decideDelivery(old, busy, nowMs).kind).toBe("given up");
    expect(decideDelivery(old, taken, nowMs).kind).toBe("accepted");
    expect(decideDelivery(noticeIn(pending(9), nowMs - days(3) + 1), busy, nowMs).kind).toBe("pending");
  });

  test.each<NoticeState>([
    { kind: "accepted", atMs: 1, attempts: 1, response: "250" },
    { kind: "given up", atMs: 1, attempts: 1, lastError: "550" },
  ])("a notice that is $kind stays so", (state) => {
    expect(decideDelivery(noticeIn(state), busy, nowMs)).toBe(state);
    expect(decideDelivery(noticeIn(state), taken, nowMs)).toBe(state);
  });
});
