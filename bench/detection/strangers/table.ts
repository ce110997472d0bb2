import { changes } from "./change-rows.ts";
import { sensorFaults } from "./fault-rows.ts";
import { leaks } from "./leak-rows.ts";
import { quiet } from "./quiet-rows.ts";

/** All rows by what they are about. No coolant goes in those of `changes`, `sensorFaults` and `quiet`, but for a gas leak. */
export const tables = { leaks, changes, sensorFaults, quiet };
