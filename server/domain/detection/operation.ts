/** What people do to a loop and say so, as it comes among the telemetry. */
export const operations = ["serviced", "refill", "isolation", "reopening", "maintenance"] as const;
export type Operation = (typeof operations)[number];
