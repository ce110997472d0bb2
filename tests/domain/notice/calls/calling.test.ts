import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../../protocol/time.ts";
import { adaAlone, createRig, leak, limit, person, policy, process, type Rig, route } from "./call-rig.ts";

/** Far enough apart that nothing is gathered. */
const apart = (rig: Rig): void => rig.after(minutes(1));

describe("people are called", () => {
  test("when the first alarm of an incident opens, once however many groups name them", () => {
    const rig = createRig(
      policy([person("ada"), person("bob")], [route(["ada", "bob", "ada"]), route(["bob"])]),
    );
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    expect(rig.told()).toEqual(["ada call: first (a.leak warning)", "bob call: first (a.leak warning)"]);
    apart(rig);
    expect(rig.told()).toEqual([]);
  });

  test("when it gets worse, also after somebody has acknowledged", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "caution" });
    apart(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    apart(rig);
    rig.happens(leak(), { kind: "worsened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "worsened", severity: "warning", why: "growth" });
    expect(rig.told()).toEqual([
      "ada call: first (a.leak caution)",
      "ada news: acknowledged by Grace (a.leak caution)",
      "ada call: worse (a.leak warning)",
      "ada call: grew (a.leak warning)",
    ]);
  });

  test("when it comes back after it had returned to normal", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "returned" });
    apart(rig);
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    expect(rig.told()).toEqual([
      "ada call: first (a.leak warning)",
      "ada news: returned to normal (a.leak warning)",
      "ada call: back (a.leak warning)",
    ]);
  });

  test("when an acknowledgement was followed by nothing for too long", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    rig.after(hours(8), minutes(1));
    rig.happens(leak(), { kind: "called again" });
    expect(rig.told().at(-1)).toBe(
      "ada call: called again: acknowledged by Grace 8 h ago, and still there (a.leak warning)",
    );
  });

  test("by a member that is worse than anything told, and those who were told before hear of it", () => {
    const rig = createRig(
      policy(
        [person("ada"), person("bob")],
        [route(["bob"], { classes: ["limit"] }), route(["ada"], { classes: ["process"] })],
      ),
    );
    rig.happens(limit("low"), { kind: "opened", severity: "caution" });
    apart(rig);
    rig.happens(process(), { kind: "opened", severity: "warning" });
    expect(rig.told()).toEqual([
      "bob call: first (a.limit.low caution)",
      "ada call: worse (a.process warning)",
      "bob call: worse (a.process warning)",
    ]);
  });

  test("by a leak that joins at the same severity, because it is the cause", () => {
    const rig = createRig(adaAlone());
    rig.happens(limit("low"), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    expect(rig.told()).toEqual(["ada call: first (a.limit.low warning)", "ada call: first (a.leak warning)"]);
  });

  test("by the next alarm of an incident in which nothing is present any more that has called", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    rig.happens(leak(), { kind: "returned", latches: true });
    apart(rig);
    rig.told();
    rig.happens(limit("low"), { kind: "opened", severity: "caution" });
    expect(rig.told()).toEqual(["ada call: first (a.limit.low caution)"]);
  });
});

describe("those who were told hear how it goes on", () => {
  test("of consequences, and of the end of each, as news", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(limit("low"), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(limit("low"), { kind: "returned" });
    apart(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    apart(rig);
    rig.happens(leak(), { kind: "returned", latches: true });
    apart(rig);
    rig.happens(leak(), { kind: "reset", by: "Grace" });
    expect(rig.told()).toEqual([
      "ada call: first (a.leak warning)",
      "ada news: joined (a.limit.low warning)",
      "ada news: returned to normal (a.limit.low warning)",
      "ada news: acknowledged by Grace (a.leak warning)",
      "ada news: returned to normal (a.leak warning)",
      "ada news: reset by Grace (a.leak warning)",
    ]);
  });

  test("and a consequence that comes and goes with its cause is told once, until it is worse", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    for (let i = 0; i < 5; i++) {
      rig.happens(limit("low"), { kind: "opened", severity: "caution" });
      apart(rig);
      rig.happens(limit("low"), { kind: "returned" });
      apart(rig);
    }
    rig.happens(limit("low"), { kind: "opened", severity: "warning" });
    expect(rig.told()).toEqual([
      "ada call: first (a.leak warning)",
      "ada news: joined (a.limit.low caution)",
      "ada news: returned to normal (a.limit.low caution)",
      "ada news: worse (a.limit.low warning)",
    ]);
  });

  test("news are in the thread of the latest call", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(leak(), { kind: "worsened", severity: "emergency" });
    apart(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    const [first, worse, news] = rig.letters;
    expect(first).toMatchObject({ id: "incident.a.ada.1", thread: null, urgent: true });
    expect(worse).toMatchObject({
      id: "incident.a.ada.2",
      thread: { firstId: first?.id, latestCallId: first?.id, subject: `Subject of ${first?.id}` },
    });
    expect(news).toMatchObject({
      urgent: false,
      thread: { firstId: first?.id, latestCallId: worse?.id, subject: `Subject of ${worse?.id}` },
    });
  });
});

describe("people are left in peace", () => {
  test("by advisories, unless they ask for them by name; a leak always counts", () => {
    const quiet = createRig(adaAlone());
    quiet.happens(process(), { kind: "opened", severity: "advisory" });
    quiet.happens(leak("b"), { kind: "opened", severity: "advisory" });
    expect(quiet.told()).toEqual(["ada call: first (b.leak advisory)"]);
    const asked = createRig(adaAlone({ severities: ["advisory"] }));
    asked.happens(process(), { kind: "opened", severity: "advisory" });
    expect(asked.told()).toEqual(["ada call: first (a.process advisory)"]);
  });

  test("by an advisory that joins what they know of", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.told();
    rig.happens(process(), { kind: "opened", severity: "advisory" });
    expect(rig.told()).toEqual([]);
  });

  test("when no route fits, and then nobody hears how it goes on", () => {
    const rig = createRig(adaAlone({ loops: ["b"] }));
    rig.happens(leak(), { kind: "opened", severity: "emergency" });
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    rig.happens(leak(), { kind: "returned" });
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
    expect(rig.book.nextMs()).toBeNull();
    expect(rig.book.state.incidents).toEqual({});
  });

  test.each<{ readonly name: string; readonly steps: (rig: Rig) => void }>([
    { name: "a revision", steps: (rig) => rig.happens(leak(), { kind: "revised" }) },
    {
      name: "shelving",
      steps: (rig) => rig.happens(leak(), { kind: "shelved", by: "Grace", forMs: minutes(5) }),
    },
    {
      name: "unshelving what was told before",
      steps: (rig) => {
        rig.happens(leak(), { kind: "shelved", by: "Grace", forMs: minutes(5) });
        rig.happens(leak(), { kind: "unshelved", by: "Grace" });
      },
    },
  ])("by $name", ({ steps }) => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    rig.told();
    steps(rig);
    apart(rig);
    expect(rig.told()).toEqual([]);
  });
});

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

  test("and as a consequence it is news when its hold ends", () => {
    const rig = createRig(adaAlone());
    rig.happens(process(), { kind: "suppressed" });
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.told();
    rig.happens(process(), { kind: "unsuppressed" });
    expect(rig.told()).toEqual(["ada news: no longer suppressed (a.process caution)"]);
  });
});

test("an incident that is over is forgotten a day later, and remembered until then", () => {
  const rig = createRig(adaAlone());
  rig.happens(leak(), { kind: "opened", severity: "warning" });
  rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
  rig.happens(leak(), { kind: "returned" });
  rig.after(hours(23), minutes(10));
  rig.happens(leak("b"), { kind: "opened", severity: "warning" });
  expect(Object.keys(rig.book.state.incidents)).toEqual(["incident.a", "incident.b"]);
  rig.after(hours(2), minutes(10));
  rig.happens(leak("b"), { kind: "acknowledged", by: "Grace" });
  expect(Object.keys(rig.book.state.incidents)).toEqual(["incident.b"]);
});
