import { isWorse, type Severity } from "../../../protocol/alarm.ts";

/** A warning or an emergency: somebody must act now, whatever the hour. */
export const isUrgent = (severity: Severity): boolean => severity === "warning" || severity === "emergency";

export const toWorse = (a: Severity, b: Severity): Severity => (isWorse(b, a) ? b : a);
