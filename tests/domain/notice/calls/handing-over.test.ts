import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../../protocol/time.ts";
import type { Person, QuietTime, Route } from "../../../../server/domain/notice/policy.ts";
import { adaAlone, createRig, leak, person, policy, process, type Rig, route } from "./call-rig.ts";

const bobAlone = (given: Partial<Route> = {}, bob: Partial<Person> = {}) =>
  policy([person("bob", bob)], [route(["bob"], given)]);

/** Noon is in it. */
const untilFive: QuietTime = { days: [4], fromMin: 0, toMin: 1020, zone: "UTC" };

const openEmergency = (rig: Rig): void => {
  rig.happens(leak(), { kind: "opened", severity: "emergency" });
  rig.after(minutes(3), minutes(1));
};

/** What is told after a restart; alarms are not known to a new rig by name, so that occurrences have no severity there. */
const lines = (rig: Rig): readonly string[] => rig.told().map((line) => line.replaceAll(" undefined", ""));

describe("when those who were told are configured no more", () => {
  test("the people of the route are called at once, and reminded from then on", () => {
    const before = createRig(adaAlone({ repeatMs: minutes(15) }));
    openEmergency(before);
    const rig = createRig(bobAlone({ repeatMs: minutes(15) }), before);
    rig.after(1);
    expect(lines(rig)).toEqual(["bob call: 1st reminder: unacknowledged for 3 min (a.leak)"]);
    rig.after(minutes(15), minutes(1));
    expect(lines(rig)).toEqual(["bob call: 1st reminder: unacknowledged for 15 min (a.leak)"]);
  });

  test("also of a caution, in their quiet times when those are over", () => {
    const before = createRig(adaAlone());
    before.happens(process(), { kind: "opened", severity: "caution" });
    const rig = createRig(bobAlone({}, { quiet: [untilFive] }), before);
    rig.after(hours(4), minutes(1));
    expect(lines(rig)).toEqual([]);
    rig.after(hours(2), minutes(1));
    expect(lines(rig)).toEqual(["bob call: 1st reminder: unacknowledged for 1 min (a.process)"]);
  });

  test("more people are called when nobody acknowledges then, each at the usual time from that call", () => {
    const before = createRig(adaAlone());
    openEmergency(before);
    const rig = createRig(
      policy(
        [person("bob"), person("cleo")],
        [route(["bob"], { escalate: [{ afterMs: minutes(10), tell: ["cleo"] }] })],
      ),
      before,
    );
    rig.after(minutes(9), minutes(1));
    expect(lines(rig)).toHaveLength(1);
    rig.after(minutes(2), minutes(1));
    expect(lines(rig)).toEqual(["cleo call: escalated: nobody has acknowledged for 10 min (a.leak)"]);
  });

  test("what opened when there was nobody to call is told once somebody is configured, as the first call", () => {
    const nobody = policy([person("ada")], [route(["ada"], { classes: ["leak"] })]);
    const before = createRig(nobody);
    before.happens(process(), { kind: "opened", severity: "caution" });
    before.happens(process("b"), { kind: "opened", severity: "advisory" });
    before.after(hours(1), minutes(1));
    expect(before.letters).toEqual([]);
    const same = createRig(nobody, before);
    same.after(minutes(1));
    expect(lines(same)).toEqual([]);
    const rig = createRig(bobAlone(), before);
    rig.after(minutes(1));
    expect(lines(rig)).toEqual(["bob call: first (a.process)"]);
    rig.after(hours(1));
    expect(lines(rig)).toEqual([]);
  });

  test.each<{ readonly name: string; readonly end: (rig: Rig) => void }>([
    { name: "acknowledged", end: (rig) => rig.happens(leak(), { kind: "acknowledged", by: "Ada" }) },
    { name: "held", end: (rig) => rig.happens(leak(), { kind: "shelved", by: "Ada", forMs: hours(9) }) },
  ])("nobody is called to an alarm that is $name", ({ end }) => {
    const before = createRig(adaAlone({ repeatMs: minutes(15) }));
    openEmergency(before);
    end(before);
    const rig = createRig(bobAlone({ repeatMs: minutes(15) }), before);
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
  });

  test("nobody is called anew while one of them is there", () => {
    const before = createRig(policy([person("ada"), person("cleo")], [route(["ada", "cleo"])]));
    openEmergency(before);
    const rig = createRig(policy([person("bob"), person("cleo")], [route(["bob", "cleo"])]), before);
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
  });

  test("no reminder is written down that nobody gets", () => {
    const before = createRig(adaAlone({ repeatMs: minutes(15) }));
    openEmergency(before);
    const rig = createRig(policy([person("bob")], [route([], { repeatMs: minutes(15) })]), before);
    rig.after(hours(1), minutes(1));
    expect(rig.journal).toEqual([]);
    expect(rig.book.nextMs()).toBeNull();
  });
});

describe("what was kept for somebody who is configured no more", () => {
  const keepForAda = (people: readonly Person[]): Rig => {
    const rig = createRig(policy(people, [route(people.map(({ id }) => id))]));
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.after(minutes(1));
    rig.happens(process(), { kind: "acknowledged", by: "Grace" });
    rig.after(minutes(1));
    return rig;
  };
  const ada = person("ada", { quiet: [untilFive] });

  test("is told to the people of the route when it is due", () => {
    const rig = createRig(bobAlone(), keepForAda([ada]));
    rig.after(hours(6), minutes(1));
    expect(lines(rig)).toEqual(["bob bundle: first (a.process), acknowledged by Grace (a.process)"]);
    expect(rig.book.nextMs()).toBeNull();
  });

  test("is dropped when others who are there were told", () => {
    const team = policy([person("bob"), person("cleo")], [route(["bob", "cleo"])]);
    const rig = createRig(team, keepForAda([ada, person("cleo")]));
    rig.after(hours(6), minutes(1));
    expect(rig.told()).toEqual([]);
    expect(rig.journal.map((entry) => (entry.kind === "fact" ? entry.fact.kind : entry.kind))).toEqual([
      "dropped",
    ]);
  });
});
