/** Line protocol that a plant or its operators send beside telemetry. */
export const operationMeasurement = "coolant_operation";
/**
 * What people do to a loop, as `coolant_operation,loop=ID kind="refill"`, at the time at which it begins:
 * `serviced`: repaired and refilled; alarms end, and the loop is learnt anew.
 * `refill`: coolant is put in (or let out) on purpose; what rises is no riddle, and a leak stays one.
 * `isolation`: valves cut a part of the loop off; volume and pressure may step, and coolant is not lost by it.
 * `reopening`: the part is joined again.
 * `maintenance`: hands are on the loop; what moves may be their doing.
 */
export const operations = ["serviced", "refill", "isolation", "reopening", "maintenance"] as const;
export type Operation = (typeof operations)[number];

/** The operation after which a loop is learnt anew. */
export const servicedOperation = "serviced" satisfies Operation;
