import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../../protocol/time.ts";
import { adaAlone, createRig, leak, process, type Rig } from "./call-rig.ts";

/** Far enough apart that nothing is gathered. */
const apart = (rig: Rig): void => rig.after(minutes(1));

describe("a held alarm calls nobody", () => {
  test.each([
    { hold: { kind: "suppressed" }, end: { kind: "unsuppressed" }, says: "no longer suppressed" },
    {
      hold: { kind: "taken out of service", by: "Grace" },
      end: { kind: "put back in service", by: "Grace" },
      says: "back in service",
    },
  ] as const)("until it is $says", ({ hold, end, says }) => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), hold);
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "worsened", severity: "emergency" });
    apart(rig);
    expect(rig.told()).toEqual([]);
    rig.happens(leak(), end);
    expect(rig.told()).toEqual([`ada call: ${says} (a.leak emergency)`]);
  });

  test("when its shelf ends, if it came back while it was shelved", () => {
    const rig = createRig(adaAlone());
    rig.happens(process(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(process(), { kind: "shelved", by: "Grace", forMs: hours(1) });
    rig.happens(process(), { kind: "returned" });
    apart(rig);
    rig.happens(process(), { kind: "opened", severity: "warning" });
    rig.told();
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
    rig.happens(process(), { kind: "shelf ended" });
    expect(rig.told()).toEqual(["ada call: no longer shelved (a.process warning)"]);
  });

  test("when its shelf ends and nobody has acknowledged, also if it called before", () => {
    const rig = createRig(adaAlone());
    rig.happens(process(), { kind: "opened", severity: "caution" });
    apart(rig);
    rig.happens(process(), { kind: "shelved", by: "Grace", forMs: hours(1) });
    rig.after(hours(1), minutes(1));
    rig.told();
    rig.happens(process(), { kind: "shelf ended" });
    expect(rig.told()).toEqual(["ada call: no longer shelved (a.process caution)"]);
  });

  test("when its shelf ends, if an acknowledgement ran out on the shelf", () => {
    const rig = createRig(adaAlone());
    rig.happens(process(), { kind: "opened", severity: "caution" });
    apart(rig);
    rig.happens(process(), { kind: "acknowledged", by: "Grace" });
    rig.happens(process(), { kind: "shelved", by: "Grace", forMs: hours(10) });
    rig.after(hours(8), minutes(10));
    rig.told();
    rig.happens(process(), { kind: "called again" });
    expect(rig.told()).toEqual([]);
    rig.after(hours(2), minutes(10));
    rig.happens(process(), { kind: "shelf ended" });
    expect(rig.told()).toEqual(["ada call: no longer shelved (a.process caution)"]);
  });

  test("nor when one of two holds ends", () => {
    const rig = createRig(adaAlone());
    rig.happens(process(), { kind: "opened", severity: "caution" });
    apart(rig);
    rig.happens(process(), { kind: "suppressed" });
    rig.happens(process(), { kind: "shelved", by: "Grace", forMs: hours(1) });
    rig.told();
    rig.happens(process(), { kind: "unsuppressed" });
    apart(rig);
    expect(rig.told()).toEqual([]);
  });

  test("nor when the hold ends after the condition has gone or somebody has acknowledged", () => {
    const rig = createRig(adaAlone());
    for (const key of [process("a"), process("b")]) {
      rig.happens(key, { kind: "suppressed" });
      rig.happens(key, { kind: "opened", severity: "warning" });
    }
    rig.happens(process("a"), { kind: "returned" });
    rig.happens(process("b"), { kind: "acknowledged", by: "Grace" });
    rig.happens(process("a"), { kind: "unsuppressed" });
    rig.happens(process("b"), { kind: "unsuppressed" });
    apart(rig);
    expect(rig.told()).toEqual([]);
  });

  test("but a latched leak that came and went while it was held does when the hold ends", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "suppressed" });
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    rig.happens(leak(), { kind: "returned", latches: true });
    rig.happens(leak(), { kind: "unsuppressed" });
    expect(rig.told()).toEqual(["ada call: no longer suppressed (a.leak warning)"]);
  });

  test("and as a consequence it is news when its hold ends, also if it was news before", () => {
    const rig = createRig(adaAlone());
    rig.happens(process(), { kind: "suppressed" });
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.told();
    rig.happens(process(), { kind: "unsuppressed" });
    expect(rig.told()).toEqual(["ada news: no longer suppressed (a.process caution)"]);
    rig.happens(process(), { kind: "shelved", by: "Grace", forMs: hours(1) });
    rig.after(hours(1), minutes(1));
    rig.happens(process(), { kind: "shelf ended" });
    expect(rig.told()).toEqual(["ada news: no longer shelved (a.process caution)"]);
  });
});
