import { describe, expect, test } from "vitest";
import type { Severity } from "../../../../protocol/alarm.ts";
import { hours, minutes, seconds } from "../../../../protocol/time.ts";
import type { Letter } from "../../../../server/domain/notice/letter.ts";
import { adaAlone, createRig, leak, limit, person, policy, process, type Rig, route } from "./call-rig.ts";

const storm = (rig: Rig, from: number, to: number, severity: Severity = "warning"): void => {
  for (let i = from; i < to; i++) rig.happens(process(`loop-${i}`), { kind: "opened", severity });
};

const forms = (letters: readonly Letter[]) => letters.map(({ form }) => form);

describe("a flood", () => {
  test("begins with the eleventh alarm of ten minutes; ten are told one by one", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 10);
    expect(rig.book.flood()).toBeNull();
    expect(forms(rig.letters)).toEqual(Array(10).fill("call"));
    storm(rig, 10, 11);
    expect(rig.book.flood()).toEqual({ sinceMs: rig.nowMs(), count: 11, loops: 11, worst: "warning" });
    expect(rig.letters.at(-1)).toMatchObject({
      form: "flood",
      urgent: true,
      severity: "warning",
      thread: null,
      flood: { count: 11 },
      items: [{ incidentId: "incident.loop-10", reason: { kind: "many at once" } }],
    });
    storm(rig, 11, 200);
    expect(rig.letters).toHaveLength(11);
  });

  test("does not begin where the same number comes more slowly, is held, or is advisory", () => {
    const rig = createRig(adaAlone());
    for (let i = 0; i < 30; i++) {
      storm(rig, i, i + 1);
      rig.after(seconds(61));
    }
    expect(rig.book.flood()).toBeNull();
    expect(forms(rig.letters)).toEqual(Array(30).fill("call"));
    storm(rig, 100, 150, "advisory");
    for (let i = 200; i < 250; i++) {
      rig.happens(process(`loop-${i}`), { kind: "suppressed" });
      storm(rig, i, i + 1);
    }
    expect(rig.book.flood()).toBeNull();
  });

  test("also begins when many are no longer held at once", () => {
    const rig = createRig(adaAlone());
    for (let i = 0; i < 50; i++) {
      rig.happens(process(`loop-${i}`), { kind: "suppressed" });
      storm(rig, i, i + 1);
    }
    for (let i = 0; i < 50; i++) rig.happens(process(`loop-${i}`), { kind: "unsuppressed" });
    expect(forms(rig.letters)).toEqual([...Array(10).fill("call"), "flood"]);
  });

  test("is told again when it gets worse, and every ten minutes while more comes, but no more often", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 20, "caution");
    rig.after(minutes(1));
    storm(rig, 20, 30, "warning");
    rig.after(minutes(1));
    storm(rig, 30, 40, "emergency");
    storm(rig, 40, 60, "emergency");
    rig.after(minutes(9));
    storm(rig, 60, 70, "caution");
    rig.after(minutes(9));
    const floods = rig.letters.filter(({ form }) => form === "flood");
    expect(floods.map(({ severity, flood }) => [severity, flood?.count])).toEqual([
      ["caution", 20],
      ["warning", 21],
      ["emergency", 31],
      ["emergency", 70],
    ]);
    expect(floods.map(({ urgent }) => urgent)).toEqual([false, true, true, true]);
    const last = floods.at(-1);
    expect(last?.items).toHaveLength(40);
    expect(last?.items[0]).toMatchObject({ incidentId: "incident.loop-30" });
    expect(last?.more).toBe(20);
  });

  test("is over when fewer than five came in ten minutes, and alarms are told one by one again", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 20);
    rig.after(minutes(9));
    expect(rig.book.flood()).not.toBeNull();
    rig.after(minutes(2));
    expect(rig.book.flood()).toBeNull();
    expect(rig.letters.at(-1)).toMatchObject({
      form: "flood",
      urgent: false,
      flood: { count: 20 },
      items: Array(10).fill({ reason: { kind: "flood over" } }),
    });
    storm(rig, 20, 21);
    expect(rig.letters.at(-1)).toMatchObject({ form: "call", items: [{ reason: { kind: "first" } }] });
    expect(rig.book.flood()).toBeNull();
  });

  test("goes on while five come in every ten minutes", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 20);
    for (let i = 20; i < 60; i++) {
      rig.after(minutes(2) - seconds(1));
      storm(rig, i, i + 1);
    }
    expect(rig.book.flood()?.count).toBe(60);
    const floods = rig.letters.filter(({ form }) => form === "flood");
    expect(floods.length).toBeLessThanOrEqual(9);
  });

  test("is over although four still come in every ten minutes", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 20);
    for (let i = 20; i < 30; i++) {
      rig.after(minutes(3));
      storm(rig, i, i + 1);
    }
    expect(rig.book.flood()).toBeNull();
  });

  test("lets five leaks through to each person, and has the others in its summary", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 30);
    const before = rig.letters.length;
    for (let i = 0; i < 8; i++) rig.happens(leak(`leaky-${i}`), { kind: "opened", severity: "warning" });
    rig.happens(leak("leaky-9"), { kind: "opened", severity: "emergency" });
    const after = rig.letters.slice(before);
    expect(forms(after)).toEqual(["call", "call", "call", "call", "call", "flood"]);
    expect(after.at(-1)?.items[0]?.incidentId).toBe("incident.leaky-9");
  });

  test("has reminders go together", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15), classes: ["leak"] }));
    rig.happens(leak("a"), { kind: "opened", severity: "warning" });
    rig.happens(leak("b"), { kind: "opened", severity: "warning" });
    rig.after(minutes(14));
    storm(rig, 0, 20);
    rig.after(minutes(1));
    expect(rig.letters.slice(2).map(({ form, items }) => [form, items.length])).toEqual([["bundle", 2]]);
  });

  test("tells those only who would have been told", () => {
    const rig = createRig(
      policy(
        [person("ada"), person("bob")],
        [route(["bob"], { classes: ["limit"] }), route(["ada"], { classes: ["process"] })],
      ),
    );
    storm(rig, 0, 30);
    expect(new Set(rig.letters.map(({ personId }) => personId))).toEqual(new Set(["ada"]));
    rig.happens(limit("low", "loop-99"), { kind: "opened", severity: "warning" });
    expect(rig.letters.at(-1)).toMatchObject({ personId: "bob", form: "flood", items: [{}] });
  });

  test("of cautions does not wake anybody, and is told in the morning", () => {
    const days = [1, 2, 3, 4, 5, 6, 7] as const;
    const quiet = [{ days, fromMin: 11 * 60, toMin: 18 * 60, zone: "UTC" }];
    const rig = createRig(policy([person("ada", { quiet })], [route(["ada"])]));
    storm(rig, 0, 30, "caution");
    rig.after(hours(6) - 1, minutes(1));
    expect(rig.letters).toEqual([]);
    rig.after(minutes(1));
    expect(rig.letters).toHaveLength(1);
    expect(rig.letters[0]).toMatchObject({ form: "bundle", severity: "caution", urgent: false });
    expect(rig.letters[0]?.items).toHaveLength(30);
  });

  test("its alarms have no sequel of their own", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 100);
    const before = rig.letters.length;
    for (let i = 11; i < 100; i++) rig.happens(process(`loop-${i}`), { kind: "acknowledged", by: "Grace" });
    rig.after(hours(1), minutes(1));
    for (let i = 11; i < 100; i++) rig.happens(process(`loop-${i}`), { kind: "returned" });
    rig.after(hours(1), minutes(1));
    expect(forms(rig.letters.slice(before))).toEqual(["flood"]);
  });

  test("lets those who were told of an alarm before it began hear how that goes on, all in one", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 100);
    rig.after(minutes(1));
    const before = rig.letters.length;
    for (let i = 0; i < 4; i++) rig.happens(process(`loop-${i}`), { kind: "acknowledged", by: "Grace" });
    rig.after(minutes(20));
    expect(rig.letters.slice(before).map(({ form, items }) => [form, items.length])).toEqual([
      ["bundle", 4],
      ["flood", 40],
    ]);
  });

  test("is told of as being over after the clock was set back, too", () => {
    const rig = createRig(adaAlone());
    storm(rig, 0, 20);
    rig.setClock(rig.nowMs() - hours(1000));
    rig.after(minutes(10));
    expect(rig.book.flood()).toBeNull();
  });
});

/** Alarms of a second each: nine loops with twenty limits, every third a warning. */
function pour(rig: Rig, ofSeconds: number): void {
  for (let i = 0; i < ofSeconds; i++) {
    for (let k = 0; k < 168; k++)
      rig.happens(limit(`channel-${k % 20}.low`, `loop-${i * 9 + Math.floor(k / 20)}`), {
        kind: "opened",
        severity: k % 3 === 0 ? "warning" : "caution",
      });
    rig.after(seconds(1));
  }
}

describe("ten thousand alarms in a minute", () => {
  test("are a handful of letters for everybody, and so are their reminders and escalations", () => {
    const given = route(["ada", "bob"], {
      escalate: [{ afterMs: minutes(30), tell: ["cleo"] }],
      repeatMs: minutes(20),
    });
    const rig = createRig(policy([person("ada"), person("bob"), person("cleo")], [given]));
    pour(rig, 60);
    rig.after(minutes(18));
    expect(rig.book.flood()).toBeNull();
    const ada = rig.letters.filter(({ personId }) => personId === "ada");
    const individually = ada.filter(({ form }) => form === "call" || form === "bundle");
    expect(individually.length).toBeLessThanOrEqual(3);
    // With the first warning, which comes within half a minute of the first caution, and that it is over.
    expect(forms(ada).filter((form) => form === "flood")).toEqual(["flood", "flood"]);
    expect(ada.at(-1)?.flood?.count).toBe(10_080);
    expect(rig.letters.filter(({ personId }) => personId === "bob")).toHaveLength(ada.length);
    expect(rig.letters.filter(({ personId }) => personId === "cleo")).toEqual([]);
    rig.told();
    rig.after(minutes(31));
    const later = rig.letters.filter(({ atMs }) => atMs > rig.nowMs() - minutes(31));
    expect(later.map(({ personId, form }) => `${personId} ${form}`)).toEqual([
      "ada bundle",
      "bob bundle",
      "cleo bundle",
      "ada bundle",
      "bob bundle",
      "cleo bundle",
    ]);
    expect(later[0]?.items).toHaveLength(100);
    expect(later[0]?.more).toBeGreaterThan(400);
  });

  test("leave nothing behind once all of them are over", () => {
    const rig = createRig(adaAlone());
    pour(rig, 6);
    for (let i = 0; i < 54; i++)
      for (let k = 0; k < 20; k++) {
        const key = limit(`channel-${k}.low`, `loop-${i}`);
        if (rig.alarm(key).condition.kind === "normal") continue;
        rig.happens(key, { kind: "acknowledged", by: "Grace" });
        rig.happens(key, { kind: "returned" });
      }
    rig.after(hours(25), minutes(10));
    rig.happens(leak("other"), { kind: "opened", severity: "warning" });
    const { incidents, closed, recent, posts, flood } = rig.book.state;
    expect(Object.keys(incidents)).toEqual(["incident.other"]);
    expect(closed).toEqual([]);
    expect(flood).toBeNull();
    expect(recent.length).toBeLessThanOrEqual(11);
    expect(posts.flatMap(({ kept }) => kept)).toEqual([]);
  });
});
