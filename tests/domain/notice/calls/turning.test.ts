import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../../protocol/time.ts";
import { adaAlone, createRig, leak, person, policy, type Rig, route } from "./call-rig.ts";

const openEmergency = (rig: Rig): void => {
  rig.happens(leak(), { kind: "opened", severity: "emergency" });
  rig.after(minutes(1));
  rig.told();
};

describe("those who were told of a warning or an emergency", () => {
  test.each([
    [{ kind: "shelved", by: "Grace", forMs: hours(1) }, "shelved by Grace"],
    [{ kind: "taken out of service", by: "Grace" }, "taken out of service by Grace"],
  ] as const)("hear that nobody is called any more: %o", (act, words) => {
    const rig = createRig(policy([person("ada"), person("bob")], [route(["ada", "bob"])]));
    openEmergency(rig);
    rig.happens(leak(), act);
    expect(rig.told()).toEqual(["ada", "bob"].map((who) => `${who} news: ${words} (a.leak emergency)`));
  });

  test("hear nothing of a shelf for what has returned, which asks nobody to act", () => {
    const rig = createRig(adaAlone());
    openEmergency(rig);
    rig.happens(leak(), { kind: "returned", latches: true });
    rig.after(minutes(1));
    rig.told();
    rig.happens(leak(), { kind: "shelved", by: "Grace", forMs: hours(1) });
    rig.after(minutes(1));
    expect(rig.told()).toEqual([]);
  });
});

describe("a loop that comes down to its minimum", () => {
  test("is a call of its own, also after the acknowledgement, and once however often it comes and goes", () => {
    const rig = createRig(adaAlone());
    openEmergency(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Ada" });
    rig.after(minutes(1));
    rig.told();
    rig.happens(leak(), { kind: "revised", leftMs: minutes(2) });
    expect(rig.told()).toEqual([]);
    for (const leftMs of [0, minutes(1), 0]) {
      rig.happens(leak(), { kind: "revised", leftMs });
      rig.after(minutes(1));
    }
    expect(rig.told()).toEqual(["ada call: minimum reached (a.leak emergency)"]);
  });

  test("calls nobody while its alarm is held", () => {
    const rig = createRig(adaAlone());
    openEmergency(rig);
    rig.happens(leak(), { kind: "shelved", by: "Ada", forMs: hours(1) });
    rig.after(minutes(1));
    rig.told();
    rig.happens(leak(), { kind: "revised", leftMs: 0 });
    rig.after(minutes(1));
    expect(rig.told()).toEqual([]);
  });
});
