import { expect, test } from "vitest";
import { normalAlarm } from "../../../server/domain/alarm/alarm.ts";
import { createAlarmSet, type KeptAlarm } from "../../../server/domain/alarm/alarm-set.ts";
import { toFinding } from "../../support/builders.ts";
import { leakKey, plainRules } from "./alarm-inputs.ts";

const limitOf = (loopId: string, part: string) => ({ loopId, alarmClass: "limit", part }) as const;

const namesOf = (kept: Iterable<KeptAlarm>): readonly string[] =>
  [...kept].map(({ key }) => `${key.loopId} ${key.part ?? key.alarmClass}`);

test("the alarms of one loop come in their order, without those that are normal again, after a start too", () => {
  const set = createAlarmSet();
  const find = (key: Parameters<typeof set.observe>[0], atMs: number) =>
    set.observe(key, { kind: "found", atMs, finding: toFinding() }, plainRules);
  find(limitOf("bench", "low"), 1000);
  find(limitOf("cdu", "low"), 2000);
  find(leakKey, 3000);
  find(limitOf("bench", "high"), 4000);
  const reason = "somebody says so";
  set.observe(limitOf("bench", "high"), { kind: "gone", atMs: 5000, reason, byPerson: true }, plainRules);
  set.evolve(limitOf("bench", "high"), {
    kind: "acknowledged",
    act: { by: "Ada", atMs: 6000, comment: "" },
  });
  for (const one of [set, createAlarmSet(set.kept())]) {
    expect(namesOf(one.keptOf("bench"))).toEqual(["bench low", "bench leak"]);
    expect(namesOf(one.keptOf("cdu"))).toEqual(["cdu low"]);
    expect(namesOf(one.keptOf("unknown"))).toEqual([]);
  }
});

test("the alarms of one loop are found without a look at those of two thousand others", () => {
  let looks = 0;
  const kept = Array.from({ length: 2000 }, (_, n): KeptAlarm => {
    const alarm = { ...normalAlarm, blindSinceMs: 1 };
    return {
      key: limitOf(`loop-${n}`, "low"),
      get alarm() {
        looks += 1;
        return alarm;
      },
    };
  });
  const set = createAlarmSet(kept);
  looks = 0;
  expect(namesOf(set.keptOf("loop-7"))).toEqual(["loop-7 low"]);
  expect(looks).toBeLessThan(5);
});
