import { expect, test } from "vitest";
import { hours, minutes, seconds } from "../../protocol/time.ts";
import { createRules } from "../../server/app/rules-of-alarms.ts";
import type { Limit } from "../../server/domain/loop/loop.ts";
import { toChannel, toLoop } from "../support/builders.ts";

const limit = (given: Partial<Limit> & Pick<Limit, "name">): Limit => ({
  kind: "below",
  value: 95,
  severity: "caution",
  deadband: 1,
  onDelayMs: 0,
  offDelayMs: 0,
  only: null,
  ...given,
});
const loop = toLoop({
  channels: [
    toChannel({
      id: "suction",
      limits: [
        limit({ name: "low", onDelayMs: seconds(10) }),
        limit({ name: "high", offDelayMs: minutes(1) }),
      ],
    }),
  ],
});
const key = (alarmClass: "limit" | "leak" | "process", part: string | null = null) => ({
  loopId: "bench",
  alarmClass,
  part,
});

test("limits bring their own delays, every other class has those of its kind", () => {
  const rulesOf = createRules([loop]);
  expect(rulesOf(key("limit", "suction.low"))).toMatchObject({ onDelayMs: 10_000, offDelayMs: 0 });
  expect(rulesOf(key("limit", "suction.high"))).toMatchObject({ onDelayMs: 0, offDelayMs: 60_000 });
  expect(rulesOf(key("limit", "suction.of-last-year"))).toMatchObject({ onDelayMs: 0, offDelayMs: 0 });
  expect(rulesOf(key("leak"))).toMatchObject({ offDelayMs: 0, latches: true });
  expect(rulesOf(key("process"))).toMatchObject({ offDelayMs: minutes(5), latches: false });
});

test("what was acknowledged calls again after a shift, after as long as is configured, or never", () => {
  expect(createRules([loop])(key("leak")).callAgainAfterMs).toBe(hours(8));
  expect(createRules([loop], hours(1))(key("limit", "suction.low")).callAgainAfterMs).toBe(hours(1));
  expect(createRules([loop], null)(key("leak")).callAgainAfterMs).toBeNull();
});
