import { hours } from "../../../protocol/time.ts";
import { createFixedLimit } from "./fixed-limit.ts";
import { createRateOfChange } from "./rate-of-change.ts";
import { createRollingDay } from "./rolling-day.ts";
import type { ToolKind } from "./tool.ts";

/** The limits are set when the system is set up, from the mean of its first two hours: more than an orbit. */
const commissioningS = hours(2) / 1000;

/** What monitoring of today would do with a pressure or quantity. Usual settings, none tuned to our stories. */
export const toolKinds: readonly ToolKind[] = [
  {
    id: "limit-10",
    name: "fixed limit, −10 %",
    create: () => createFixedLimit({ share: 0.9, commissioningS, holdS: 10 }),
  },
  {
    id: "limit-25",
    name: "fixed limit, −25 %",
    create: () => createFixedLimit({ share: 0.75, commissioningS, holdS: 10 }),
  },
  {
    id: "rate",
    name: "falls 5 %/min for 20 s",
    create: () => createRateOfChange({ sharePerMin: 0.05, holdS: 20 }),
  },
  {
    id: "shewhart",
    name: "3 sigma under a rolling day (Shewhart)",
    create: () => createRollingDay({ below: { sigmas: 3 }, holdS: 0 }),
  },
  {
    id: "baseline",
    name: "10 % under the baseline of a rolling day",
    create: () => createRollingDay({ below: { share: 0.9 }, holdS: 0 }),
  },
];
