import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../../protocol/time.ts";
import { adaAlone, createRig, limit, noonMs, person, policy, type Rig, route } from "./call-rig.ts";

const low = limit("low");

const comes = (rig: Rig): void => rig.happens(low, { kind: "opened", severity: "caution" });

/** There for half a minute, gone for half a minute. */
function chatter(rig: Rig, times: number): void {
  for (let n = 0; n < times; n++) {
    comes(rig);
    rig.after(seconds(30));
    rig.happens(low, { kind: "returned" });
    rig.after(seconds(30));
  }
}

const minutesOf = ({ letters }: Rig): readonly number[] =>
  letters.map(({ atMs }) => (atMs - noonMs) / minutes(1));

describe("an alarm that comes and goes while nobody acknowledges", () => {
  test("calls once in a quarter of an hour, and is said once to be gone", () => {
    const rig = createRig(adaAlone());
    chatter(rig, 60);
    const backAndGone = [
      "ada call: back (a.limit.low caution)",
      "ada news: returned to normal (a.limit.low caution)",
    ];
    expect(rig.told()).toEqual([
      "ada call: first (a.limit.low caution)",
      "ada news: returned to normal (a.limit.low caution)",
      ...backAndGone,
      ...backAndGone,
      ...backAndGone,
    ]);
    expect(minutesOf(rig)).toEqual([0, 0.5, 15, 15.5, 30, 30.5, 45, 45.5]);
  });

  test("calls when it stays after it came back, for it was said to be gone", () => {
    const rig = createRig(adaAlone());
    chatter(rig, 2);
    comes(rig);
    rig.told();
    rig.after(minutes(13) - 1, seconds(1));
    expect(rig.told()).toEqual([]);
    rig.after(seconds(2));
    expect(rig.told()).toEqual(["ada call: back (a.limit.low caution)"]);
    rig.after(hours(2), minutes(1));
    expect(rig.told()).toEqual([]);
    rig.happens(low, { kind: "returned" });
    expect(rig.told()).toEqual(["ada news: returned to normal (a.limit.low caution)"]);
  });

  test("has the next people called in time: what comes back begins no new waiting", () => {
    const rig = createRig(
      policy(
        [person("ada"), person("bob")],
        [route(["ada"], { escalate: [{ afterMs: minutes(20), tell: ["bob"] }] })],
      ),
    );
    chatter(rig, 15);
    comes(rig);
    rig.after(minutes(6));
    expect(rig.told().filter((line) => line.startsWith("bob"))).toEqual([
      "bob call: escalated: nobody has acknowledged for 20 min (a.limit.low caution)",
    ]);
  });

  test("has a new waiting when it comes back after an acknowledgement", () => {
    const rig = createRig(
      policy(
        [person("ada"), person("bob")],
        [route(["ada"], { escalate: [{ afterMs: minutes(20), tell: ["bob"] }] })],
      ),
    );
    comes(rig);
    rig.after(minutes(15));
    rig.happens(low, { kind: "acknowledged", by: "Ada" });
    rig.happens(low, { kind: "returned" });
    rig.after(minutes(1));
    comes(rig);
    rig.after(minutes(19));
    expect(rig.told().filter((line) => line.startsWith("bob"))).toEqual([]);
    rig.after(minutes(1));
    expect(rig.told().filter((line) => line.startsWith("bob"))).toHaveLength(1);
  });

  test("is news when somebody acknowledges it after it came back unsaid", () => {
    const rig = createRig(adaAlone());
    chatter(rig, 1);
    comes(rig);
    rig.after(minutes(1));
    rig.told();
    rig.happens(low, { kind: "acknowledged", by: "Grace" });
    expect(rig.told()).toEqual(["ada news: acknowledged by Grace (a.limit.low caution)"]);
  });

  test("calls in place of a reminder that is due at the same moment", () => {
    const rig = createRig(adaAlone({ repeatMs: minutes(15) }));
    for (const kind of ["opened", "returned", "opened"] as const) {
      rig.happens(low, kind === "opened" ? { kind, severity: "warning" } : { kind });
      rig.after(minutes(1));
    }
    rig.told();
    rig.after(minutes(13), minutes(1));
    expect(rig.told()).toEqual(["ada call: back (a.limit.low warning)"]);
    rig.after(minutes(15), minutes(1));
    expect(rig.told()).toEqual(["ada call: 1st reminder: unacknowledged for 15 min (a.limit.low warning)"]);
  });

  test.each<{ readonly name: string; readonly happens: (rig: Rig) => void; readonly says: string }>([
    {
      name: "it is worse",
      happens: (rig) => rig.happens(low, { kind: "opened", severity: "warning" }),
      says: "worse (a.limit.low warning)",
    },
    {
      name: "it gets worse",
      happens: (rig) => {
        comes(rig);
        rig.after(seconds(1));
        rig.happens(low, { kind: "worsened", severity: "warning" });
      },
      says: "worse (a.limit.low warning)",
    },
    {
      name: "somebody has acknowledged it",
      happens: (rig) => {
        rig.happens(low, { kind: "acknowledged", by: "Grace" });
        rig.after(minutes(1));
        rig.told();
        comes(rig);
      },
      says: "back (a.limit.low caution)",
    },
  ])("calls at once when $name", ({ happens, says }) => {
    const rig = createRig(adaAlone());
    chatter(rig, 1);
    rig.told();
    happens(rig);
    expect(rig.told()).toEqual([`ada call: ${says}`]);
  });

  test.each<{ readonly name: string; readonly happens: (rig: Rig) => void }>([
    { name: "it is acknowledged", happens: (rig) => rig.happens(low, { kind: "acknowledged", by: "Grace" }) },
    { name: "it is gone", happens: (rig) => rig.happens(low, { kind: "returned" }) },
    {
      name: "it is shelved",
      happens: (rig) => rig.happens(low, { kind: "shelved", by: "Grace", forMs: hours(9) }),
    },
  ])("does not call later when $name", ({ happens }) => {
    const rig = createRig(adaAlone());
    chatter(rig, 1);
    comes(rig);
    rig.after(minutes(1));
    happens(rig);
    rig.after(minutes(1));
    rig.told();
    rig.after(hours(1), minutes(1));
    expect(rig.told()).toEqual([]);
    expect(rig.book.nextMs()).toBeNull();
  });
});
