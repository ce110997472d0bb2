import { beforeEach, describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import { fakeStartMs } from "../support/fake-clock.ts";
import { toNotice } from "../support/state-samples.ts";
import { createOutboxRig, type OutboxRig, stateOf } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

describe("a notice that is held back", () => {
  const untilMs = fakeStartMs + hours(8);
  const held = () => toNotice("a", { urgent: false, state: { kind: "held", untilMs } });

  test("goes at its moment and not before", async () => {
    const outbox = rig.open();
    outbox.add([held()]);
    await rig.clock.advance(hours(8) - 1);
    expect(rig.mailer.tried).toEqual([]);
    expect(stateOf(outbox, "a")).toEqual({ kind: "held", untilMs });
    await rig.clock.advance(1);
    expect(rig.mailer.taken).toHaveLength(1);
    expect(rig.heard.map(({ state }) => state.kind)).toEqual(["held", "queued", "sending", "accepted"]);
  });

  test("is neither a failure nor on its way, and does not go when others are woken", async () => {
    const outbox = rig.open();
    outbox.add([held()]);
    outbox.wake();
    await rig.clock.advance(hours(1));
    expect(rig.mailer.tried).toEqual([]);
    expect(outbox.health()).toMatchObject({ ok: true, waiting: 0 });
    expect(rig.deliveries.at(-1)?.count ?? 0).toBe(0);
  });

  test("goes when the wall clock says so, also when that was put forward", async () => {
    let putForwardMs = 0;
    const clock = { ...rig.clock, nowMs: () => rig.clock.nowMs() + putForwardMs };
    rig.open({ clock }).add([held()]);
    await rig.clock.advance(minutes(5));
    putForwardMs = hours(8);
    await rig.clock.advance(minutes(1));
    expect(rig.mailer.taken).toHaveLength(1);
  });

  test("is still held back after a restart, and goes at its moment", async () => {
    const outbox = rig.open();
    await rig.clock.advance(hours(1));
    outbox.recover([held()]);
    await rig.clock.advance(hours(7) - 1);
    expect(rig.mailer.tried).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.mailer.taken).toHaveLength(1);
  });

  test("goes at once after a restart that came later than its moment", async () => {
    const outbox = rig.open();
    await rig.clock.advance(hours(9));
    outbox.recover([held()]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken).toHaveLength(1);
  });

  test("counts as late from its moment on, not from when it was written", async () => {
    rig.mailer.answers("busy");
    rig.open().add([held()]);
    await rig.clock.advance(hours(8) + minutes(5) - 1);
    expect(rig.deliveries.at(-1)?.count ?? 0).toBe(0);
    await rig.clock.advance(1 + seconds(1));
    expect(rig.deliveries.at(-1)?.count).toBe(1);
  });
});
