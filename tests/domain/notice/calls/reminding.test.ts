import { describe, expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../../../protocol/time.ts";
import type { Route } from "../../../../server/domain/notice/policy.ts";
import {
  adaAlone,
  createRig,
  leak,
  limit,
  noonMs,
  person,
  policy,
  process,
  type Rig,
  route,
} from "./call-rig.ts";

const chain: Partial<Route> = {
  escalate: [
    { afterMs: minutes(10), tell: ["bob"] },
    { afterMs: minutes(20), tell: ["ada", "bob", "cleo"] },
  ],
};

const team = (given: Partial<Route>) =>
  policy([person("ada"), person("bob"), person("cleo")], [route(["ada"], given)]);

const warn = (rig: Rig): void => rig.happens(leak(), { kind: "opened", severity: "warning" });

describe("while nobody acknowledges, more people are called", () => {
  test("step by step, each of them once", () => {
    const rig = createRig(team(chain));
    warn(rig);
    rig.after(hours(2));
    expect(rig.told()).toEqual([
      "ada call: first (a.leak warning)",
      "bob call: escalated: nobody has acknowledged for 10 min (a.leak warning)",
      "cleo call: escalated: nobody has acknowledged for 20 min (a.leak warning)",
    ]);
    expect(rig.letters.map(({ atMs }) => (atMs - noonMs) / minutes(1))).toEqual([0, 10, 20]);
    expect(rig.letters.every(({ urgent }) => urgent)).toBe(true);
    expect(rig.book.nextMs()).toBeNull();
  });

  test("also of a caution, which wakes nobody", () => {
    const rig = createRig(team(chain));
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.after(minutes(11));
    expect(rig.told()).toEqual([
      "ada call: first (a.process caution)",
      "bob call: escalated: nobody has acknowledged for 10 min (a.process caution)",
    ]);
    expect(rig.letters.some(({ urgent }) => urgent)).toBe(false);
  });

  test.each<{ readonly name: string; readonly stop: (rig: Rig) => void }>([
    { name: "acknowledged", stop: (rig) => rig.happens(leak(), { kind: "acknowledged", by: "Ada" }) },
    { name: "returned to normal", stop: (rig) => rig.happens(leak(), { kind: "returned" }) },
    {
      name: "shelved",
      stop: (rig) => rig.happens(leak(), { kind: "shelved", by: "Ada", forMs: hours(9) }),
    },
  ])("not once it is $name", ({ stop }) => {
    const rig = createRig(team(chain));
    warn(rig);
    rig.after(minutes(9));
    stop(rig);
    rig.after(hours(2), minutes(1));
    expect(rig.told().filter((line) => line.includes("escalated"))).toEqual([]);
    expect(rig.book.nextMs()).toBeNull();
  });

  test("from the beginning again after a new call, which all hear who were told", () => {
    const rig = createRig(team(chain));
    warn(rig);
    rig.after(minutes(11));
    rig.told();
    rig.happens(leak(), { kind: "worsened", severity: "emergency" });
    expect(rig.told()).toEqual(["ada call: worse (a.leak emergency)", "bob call: worse (a.leak emergency)"]);
    rig.after(minutes(19));
    expect(rig.told()).toEqual([]);
    rig.after(minutes(1));
    expect(rig.told()).toEqual([
      "cleo call: escalated: nobody has acknowledged for 20 min (a.leak emergency)",
    ]);
  });

  test("and the time for which it was shelved does not count", () => {
    const rig = createRig(team(chain));
    warn(rig);
    rig.after(minutes(5));
    rig.happens(leak(), { kind: "shelved", by: "Ada", forMs: hours(1) });
    rig.after(hours(1), minutes(1));
    rig.told();
    rig.happens(leak(), { kind: "shelf ended" });
    expect(rig.told()).toEqual(["ada call: no longer shelved (a.leak warning)"]);
    rig.after(minutes(9));
    expect(rig.told()).toEqual([]);
    rig.after(minutes(1));
    expect(rig.told()).toEqual(["bob call: escalated: nobody has acknowledged for 10 min (a.leak warning)"]);
  });

  test("all steps at once where the machine slept through them, one letter each", () => {
    const rig = createRig(team(chain));
    warn(rig);
    rig.told();
    rig.setClock(noonMs + hours(9));
    expect(rig.told()).toEqual([
      "bob call: escalated: nobody has acknowledged for 9 h (a.leak warning)",
      "cleo call: escalated: nobody has acknowledged for 9 h (a.leak warning)",
    ]);
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
  });
});

describe("who was called is reminded", () => {
  test("as often as the route says, with a count, until all is acknowledged", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    rig.after(minutes(31));
    rig.happens(leak(), { kind: "acknowledged", by: "Ada" });
    rig.after(hours(5), minutes(1));
    expect(rig.told()).toEqual([
      "ada call: first (a.leak warning)",
      "ada call: 1st reminder: unacknowledged for 15 min (a.leak warning)",
      "ada call: 2nd reminder: unacknowledged for 30 min (a.leak warning)",
      "ada news: acknowledged by Ada (a.leak warning)",
    ]);
    expect(rig.book.nextMs()).toBeNull();
  });

  test("with everybody who was told so far", () => {
    const rig = createRig(team({ ...chain, repeatMs: minutes(15) }));
    warn(rig);
    rig.after(minutes(31));
    expect(rig.told().filter((line) => line.includes("reminder"))).toEqual([
      "ada call: 1st reminder: unacknowledged for 15 min (a.leak warning)",
      "bob call: 1st reminder: unacknowledged for 15 min (a.leak warning)",
      "ada call: 2nd reminder: unacknowledged for 30 min (a.leak warning)",
      "bob call: 2nd reminder: unacknowledged for 30 min (a.leak warning)",
      "cleo call: 2nd reminder: unacknowledged for 30 min (a.leak warning)",
    ]);
  });

  test("also after it has returned to normal, because nobody has looked yet", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    rig.after(minutes(1));
    rig.happens(leak(), { kind: "returned", latches: true });
    rig.after(minutes(20));
    expect(rig.told().at(-1)).toBe("ada call: 1st reminder: unacknowledged for 15 min (a.leak warning)");
  });

  test("of the alarm that is still unacknowledged when another of the incident is not", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    rig.happens(limit("low"), { kind: "opened", severity: "warning" });
    rig.after(minutes(1));
    warn(rig);
    rig.happens(leak(), { kind: "acknowledged", by: "Ada" });
    rig.after(minutes(16));
    expect(rig.told().at(-1)).toBe("ada call: 1st reminder: unacknowledged for 16 min (a.limit.low warning)");
  });

  test("of no consequence while its cause stands, and of the consequence once the cause is over", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    rig.after(minutes(1));
    rig.happens(limit("low"), { kind: "opened", severity: "warning" });
    rig.happens(leak(), { kind: "acknowledged", by: "Ada" });
    rig.after(hours(1), minutes(1));
    expect(rig.told().filter((line) => line.includes("reminder"))).toEqual([]);
    rig.happens(leak(), { kind: "returned" });
    rig.told();
    rig.after(minutes(15));
    expect(rig.told().at(-1)).toBe(
      "ada call: 1st reminder: unacknowledged for 1 h 15 min (a.limit.low warning)",
    );
  });

  test.each([
    { name: "a caution", severity: "caution" as const, repeatMs: minutes(15) },
    { name: "a warning whose route never repeats", severity: "warning" as const, repeatMs: null },
  ])("but of $name never", ({ severity, repeatMs }) => {
    const rig = createRig(adaAlone({ repeatMs }));
    rig.happens(process(), { kind: "opened", severity });
    rig.after(days(1), minutes(1));
    expect(rig.told()).toHaveLength(1);
  });

  test("once and not for every time that was missed, when the clock jumps ahead", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    rig.told();
    rig.setClock(noonMs + days(2));
    expect(rig.told()).toEqual(["ada call: 1st reminder: unacknowledged for 2 d (a.leak warning)"]);
    rig.after(minutes(14));
    expect(rig.told()).toEqual([]);
    rig.after(minutes(1));
    expect(rig.told()).toHaveLength(1);
  });

  test("within the usual time when the clock is set back by a year", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    rig.told();
    rig.setClock(noonMs - days(365));
    expect(rig.told()).toEqual([]);
    rig.after(minutes(15));
    expect(rig.told()).toEqual(["ada call: 1st reminder: unacknowledged for 15 min (a.leak warning)"]);
  });

  test("within the usual time, too, when an alarm is the first to show that the clock was set back", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    expect(rig.book.nextMs()).toBe(noonMs + minutes(15));
    rig.after(minutes(1));
    rig.happens(process("b"), { kind: "opened", severity: "caution" });
    const step = rig.journal.findLast(({ kind }) => kind === "step");
    if (step?.kind !== "step") throw new Error("an alarm that opens is a step");
    const nowMs = noonMs - days(365);
    const heard = { ...step.change.step, event: { kind: "heard", atMs: nowMs } } as const;
    rig.book.observe({ ...step.change, step: heard, nowMs });
    expect(rig.book.nextMs()).toBe(nowMs + minutes(15));
  });

  test("in one letter with news of the same incident that are due", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    warn(rig);
    rig.after(minutes(15) - seconds(30));
    rig.happens(limit("low"), { kind: "opened", severity: "caution" });
    rig.after(seconds(10));
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.after(seconds(20));
    expect(rig.told().slice(2)).toEqual([
      "ada bundle: 1st reminder: unacknowledged for 15 min (a.leak warning), joined (a.process caution)",
    ]);
    expect(rig.letters.at(-1)).toMatchObject({ urgent: true, thread: { firstId: rig.letters[0]?.id } });
  });

  test("in one letter when more than three are due, with what would be due soon", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(20) }));
    for (const loopId of ["a", "b", "c", "d", "e"]) {
      rig.happens(leak(loopId), { kind: "opened", severity: "warning" });
      rig.after(minutes(1));
    }
    rig.told();
    rig.after(minutes(20));
    const [all, ...others] = rig.letters.slice(5);
    expect(others).toEqual([]);
    expect(all).toMatchObject({ form: "bundle", urgent: true, severity: "warning", thread: null });
    expect(all?.id).toBe(`bundle.ada.${(noonMs + minutes(20)) / 1000}.6`);
    expect(all?.items.map(({ incidentId }) => incidentId.slice(-1))).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("by letters of their own when no more than three are due", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    for (const loopId of ["a", "b", "c"]) rig.happens(leak(loopId), { kind: "opened", severity: "warning" });
    rig.after(minutes(15));
    expect(rig.letters.slice(3).map(({ form, items }) => [form, items.length])).toEqual([
      ["call", 1],
      ["call", 1],
      ["call", 1],
    ]);
  });
});
