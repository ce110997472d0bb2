import { describe, expect, test } from "vitest";
import { days, minutes, seconds } from "../../../protocol/time.ts";
import { decideDelivery } from "../../../server/domain/notice/decide-delivery.ts";
import type { Notice } from "../../../server/domain/notice/notice.ts";
import { toNotice } from "../../support/state-samples.ts";

const nowMs = 1_000_000_000;
const busy = { kind: "failed", retryable: true, message: "451 busy" } as const;
const refused = { kind: "failed", retryable: false, message: "550 no such person" } as const;
const taken = { kind: "taken", response: "250 ok" } as const;

const noticeIn = (state: Notice["state"], createdMs = nowMs): Notice => toNotice("n", { createdMs, state });
const retrying = (attempts: number): Notice["state"] => ({
  kind: "retrying",
  attempts,
  nextAttemptMs: 0,
  lastError: "421",
});

describe("after an attempt", () => {
  test.each<{ readonly name: string; readonly state: Notice["state"]; readonly attempts: number }>([
    { name: "queued", state: { kind: "queued" }, attempts: 1 },
    { name: "tried twice", state: retrying(2), attempts: 3 },
  ])("a notice that was taken is accepted; before: $name", ({ state, attempts }) => {
    expect(decideDelivery(noticeIn(state), taken, nowMs)).toEqual({
      kind: "accepted",
      atMs: nowMs,
      attempts,
      response: "250 ok",
    });
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
    const before = failed === 0 ? ({ kind: "queued" } as const) : retrying(failed);
    expect(decideDelivery(noticeIn(before), busy, nowMs)).toEqual({
      kind: "retrying",
      attempts: failed + 1,
      nextAttemptMs: nowMs + pauseMs,
      lastError: "451 busy",
    });
  });

  test("a refusal is final", () => {
    expect(decideDelivery(noticeIn({ kind: "queued" }), refused, nowMs)).toEqual({
      kind: "given up",
      atMs: nowMs,
      attempts: 1,
      lastError: "550 no such person",
    });
  });

  test.each([
    { name: "three days old and tried ten times", ageMs: days(3), attempts: 9, wanted: "given up" },
    { name: "a moment younger", ageMs: days(3) - 1, attempts: 9, wanted: "retrying" },
    { name: "as old, but never tried until now", ageMs: days(3), attempts: 0, wanted: "retrying" },
    {
      name: "a month old after a long stop, tried nine times",
      ageMs: days(30),
      attempts: 8,
      wanted: "retrying",
    },
  ])("a notice that fails again is $wanted when it is $name", ({ ageMs, attempts, wanted }) => {
    const notice = noticeIn(retrying(attempts), nowMs - ageMs);
    expect(decideDelivery(notice, busy, nowMs).kind).toBe(wanted);
    expect(decideDelivery(notice, taken, nowMs).kind).toBe("accepted");
  });

  test("an answer of many lines is kept as one", () => {
    const outcome = { kind: "failed", retryable: true, message: "451-busy\r\n451 later" } as const;
    expect(decideDelivery(noticeIn({ kind: "queued" }), outcome, nowMs)).toMatchObject({
      lastError: "451-busy 451 later",
    });
  });

  test.each<Notice["state"]>([
    { kind: "accepted", atMs: 1, attempts: 1, response: "250" },
    { kind: "given up", atMs: 1, attempts: 1, lastError: "550" },
  ])("a notice that is $kind stays so", (state) => {
    expect(decideDelivery(noticeIn(state), busy, nowMs)).toBe(state);
    expect(decideDelivery(noticeIn(state), taken, nowMs)).toBe(state);
  });
});
