import { expect, test } from "vitest";
import { days, hours, minutes } from "../../../../protocol/time.ts";
import { decideSeverity } from "../../../../server/domain/detection/leak/decide-severity.ts";
import { toLoop } from "../../../support/builders.ts";

const loop = toLoop({ responseTimeMs: minutes(30) });

test.each([
  ["the people cannot react any more", minutes(30), "emergency"],
  ["there is an hour", hours(1), "warning"],
  ["there are two days", hours(48), "warning"],
  ["there is a week", days(7), "caution"],
  ["there is more than a month", days(31), "advisory"],
  ["there may be no end", null, "advisory"],
])("when %s", (_name, p50Ms, severity) => {
  expect(decideSeverity(loop, { p05Ms: 0, p50Ms, p95Ms: null })).toBe(severity);
});
