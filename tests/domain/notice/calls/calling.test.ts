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

describe("once its cause is gone, a consequence is an alarm like others", () => {
  const afterItsCause = (rig: Rig): void => {
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    apart(rig);
    rig.happens(limit("low"), { kind: "opened", severity: "caution" });
    apart(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    rig.happens(leak(), { kind: "returned", latches: true });
    apart(rig);
    rig.told();
  };

  test("that calls when it comes back", () => {
    const rig = createRig(adaAlone());
    afterItsCause(rig);
    rig.happens(limit("low"), { kind: "returned" });
    apart(rig);
    rig.told();
    rig.happens(limit("low"), { kind: "opened", severity: "caution" });
    expect(rig.told()).toEqual(["ada call: back (a.limit.low caution)"]);
  });

  test("that calls when its acknowledgement was followed by nothing, and not before", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    rig.happens(limit("low"), { kind: "opened", severity: "caution" });
    rig.happens(limit("low"), { kind: "acknowledged", by: "Grace" });
    rig.after(hours(8), minutes(1));
    rig.told();
    rig.happens(limit("low"), { kind: "called again" });
    apart(rig);
    expect(rig.told()).toEqual([]);
    rig.happens(limit("low"), { kind: "acknowledged", by: "Grace" });
    rig.happens(leak(), { kind: "returned", latches: true });
    rig.after(hours(8), minutes(1));
    rig.told();
    rig.happens(limit("low"), { kind: "called again" });
    expect(rig.told()).toEqual([
      "ada call: called again: acknowledged by Grace 8 h ago, and still there (a.limit.low caution)",
    ]);
  });

  test("unless it is an advisory", () => {
    const rig = createRig(adaAlone());
    afterItsCause(rig);
    rig.happens(process(), { kind: "opened", severity: "advisory" });
    apart(rig);
    expect(rig.told()).toEqual([]);
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
      name: "shelving what is no warning",
      steps: (rig) => {
        rig.happens(limit("low", "b"), { kind: "opened", severity: "caution" });
        apart(rig);
        rig.told();
        rig.happens(limit("low", "b"), { kind: "shelved", by: "Grace", forMs: minutes(5) });
      },
    },
    {
      name: "unshelving what somebody has acknowledged",
      steps: (rig) => {
        rig.happens(leak(), { kind: "shelved", by: "Grace", forMs: minutes(5) });
        rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
        apart(rig);
        rig.told();
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
