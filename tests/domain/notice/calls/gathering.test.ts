import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../../protocol/time.ts";
import { createCallBook } from "../../../../server/domain/notice/calls/call-book.ts";
import type { NoticePolicy, QuietTime } from "../../../../server/domain/notice/policy.ts";
import { adaAlone, createRig, leak, limit, noonMs, person, policy, process, route } from "./call-rig.ts";

describe("what can wait is gathered", () => {
  test("the first goes at once, what comes within 30 s goes together, a single one as itself", () => {
    const rig = createRig(adaAlone());
    rig.happens(process("a"), { kind: "opened", severity: "caution" });
    expect(rig.told()).toHaveLength(1);
    rig.after(seconds(5));
    rig.happens(process("b"), { kind: "opened", severity: "caution" });
    rig.after(seconds(5));
    rig.happens(process("c"), { kind: "opened", severity: "caution" });
    rig.after(seconds(19));
    expect(rig.told()).toEqual([]);
    rig.after(seconds(1));
    expect(rig.told()).toEqual(["ada bundle: first (b.process caution), first (c.process caution)"]);
    rig.after(seconds(10));
    rig.happens(process("d"), { kind: "opened", severity: "caution" });
    rig.after(seconds(20));
    expect(rig.told()).toEqual(["ada call: first (d.process caution)"]);
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
  });

  test("what is urgent never is", () => {
    const rig = createRig(adaAlone());
    for (const [i, loopId] of ["a", "b", "c", "d"].entries()) {
      rig.happens(process(loopId), { kind: "opened", severity: i % 2 ? "warning" : "emergency" });
      expect(rig.letters).toHaveLength(i + 1);
    }
    expect(rig.letters.every(({ urgent, form }) => urgent && form === "call")).toBe(true);
  });

  test("news of one incident that come together stay in its thread", () => {
    const rig = createRig(adaAlone());
    rig.happens(leak(), { kind: "opened", severity: "warning" });
    rig.after(seconds(2));
    rig.happens(limit("low"), { kind: "opened", severity: "warning" });
    rig.happens(limit("flow"), { kind: "opened", severity: "caution" });
    rig.after(seconds(28));
    const [first, bundle] = rig.letters;
    expect(rig.told().slice(1)).toEqual([
      "ada bundle: joined (a.limit.low warning), joined (a.limit.flow caution)",
    ]);
    expect(bundle).toMatchObject({ urgent: false, severity: "warning", thread: { firstId: first?.id } });
  });

  test("each person has a pace of their own", () => {
    const rig = createRig(
      policy([person("ada"), person("bob")], [route(["ada", "bob"], { loops: ["b"] }), route(["ada"])]),
    );
    rig.happens(process("a"), { kind: "opened", severity: "caution" });
    rig.after(seconds(10));
    rig.happens(process("b"), { kind: "opened", severity: "caution" });
    expect(rig.told()).toEqual([
      "ada call: first (a.process caution)",
      "bob call: first (b.process caution)",
    ]);
    rig.after(seconds(20));
    expect(rig.told()).toEqual(["ada call: first (b.process caution)"]);
  });
});

/** From 22:00 to 07:00 in Berlin, which is 21:00 to 06:00 UTC in December. */
const nights: QuietTime = {
  days: [1, 2, 3, 4, 5, 6, 7],
  fromMin: 22 * 60,
  toMin: 7 * 60,
  zone: "Europe/Berlin",
};
const sleeper = (): NoticePolicy => policy([person("ada", { quiet: [nights] })], [route(["ada"])]);
const morningMs = noonMs + hours(18);

describe("quiet hours", () => {
  test("keep cautions and their news until they are over, as one letter", () => {
    const rig = createRig(sleeper());
    rig.after(hours(10), minutes(1));
    rig.happens(process("a"), { kind: "opened", severity: "caution" });
    rig.after(minutes(5));
    rig.happens(process("a"), { kind: "acknowledged", by: "Grace" });
    rig.after(hours(2), minutes(1));
    rig.happens(process("b"), { kind: "opened", severity: "caution" });
    expect(rig.book.nextMs()).toBe(morningMs);
    rig.after(morningMs - rig.nowMs() - 1, minutes(1));
    expect(rig.told()).toEqual([]);
    rig.after(1);
    expect(rig.told()).toEqual([
      "ada bundle: first (a.process caution), first (b.process caution), acknowledged by Grace (a.process caution)",
    ]);
  });

  test("never keep a warning, nor news of one", () => {
    const rig = createRig(sleeper());
    rig.after(hours(10), minutes(1));
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.happens(process(), { kind: "worsened", severity: "warning" });
    rig.after(minutes(1));
    rig.happens(process(), { kind: "acknowledged", by: "Grace" });
    expect(rig.told()).toEqual([
      "ada call: worse (a.process warning)",
      "ada news: acknowledged by Grace (a.process warning)",
    ]);
  });

  test("also keep what was gathered when they began", () => {
    const rig = createRig(sleeper());
    rig.after(hours(9) - seconds(10), seconds(10));
    rig.happens(process("a"), { kind: "opened", severity: "caution" });
    rig.happens(process("b"), { kind: "opened", severity: "caution" });
    rig.told();
    rig.after(hours(8), minutes(1));
    expect(rig.told()).toEqual([]);
    rig.after(hours(2), minutes(1));
    expect(rig.told()).toEqual(["ada call: first (b.process caution)"]);
  });

  test("what was kept for somebody whom nobody knows any more is dropped, and asked about once", () => {
    const rig = createRig(sleeper());
    rig.after(hours(10), minutes(1));
    rig.happens(process(), { kind: "opened", severity: "caution" });
    const saved = rig.book.state;
    const later = createCallBook(policy([], []), saved);
    const facts = later.decideByClock(morningMs);
    expect(facts).toEqual([{ kind: "dropped", personId: "ada", atMs: morningMs }]);
    for (const fact of facts) later.evolve(fact);
    expect(later.nextMs()).toBeNull();
    expect(saved).toEqual(rig.book.state);
  });

  test("a clock that was a year ahead does not keep a caution for a year", () => {
    const rig = createRig(sleeper());
    rig.after(hours(10), minutes(1));
    rig.happens(process(), { kind: "opened", severity: "caution" });
    rig.setClock(rig.nowMs() - hours(24 * 365));
    rig.after(hours(8), minutes(1));
    expect(rig.told()).toEqual(["ada call: first (a.process caution)"]);
  });
});
