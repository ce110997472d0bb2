import { beforeEach, describe, expect, test } from "vitest";
import { hours, seconds } from "../../protocol/time.ts";
import { toNotice } from "../support/state-samples.ts";
import { createOutboxRig, type OutboxRig } from "./outbox-rig.ts";

let rig: OutboxRig;
beforeEach(() => {
  rig = createOutboxRig();
});

describe("what waits after failures", () => {
  test("goes at once when the server takes another one again, most urgent first", async () => {
    rig.mailer.answers("busy");
    const outbox = rig.open();
    outbox.add([
      toNotice("calm", { urgent: false, to: "c@example.org" }),
      toNotice("urgent", { to: "u@example.org" }),
    ]);
    await rig.clock.advance(hours(1));
    rig.mailer.answers("takes");
    outbox.add([toNotice("new", { to: "n@example.org" })]);
    await rig.clock.advance(0);
    expect(rig.mailer.taken.map(({ to }) => to)).toEqual(["n@example.org", "u@example.org", "c@example.org"]);
  });

  test("is tried at most once a minute for the successes of others, when its recipient refuses for now", async () => {
    rig.mailer.answers("busy", "grey@example.org");
    const outbox = rig.open();
    outbox.add([toNotice("grey", { to: "grey@example.org" })]);
    await rig.clock.advance(hours(1));
    const before = rig.mailer.tried.length;
    for (let n = 0; n < 50; n++) {
      outbox.add([toNotice(`n${n}`, { to: "n@example.org" })]);
      await rig.clock.advance(seconds(1));
    }
    expect(rig.mailer.tried.length - before - 50).toBe(1);
  });
});
