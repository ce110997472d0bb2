/** A moment as milliseconds since 1970-01-01T00:00:00Z. Source time unless a name says otherwise. */
export type EpochMs = number;

/** A span of time in milliseconds. */
export type DurationMs = number;

/** Spans by name, so that code reads `minutes(5)` and not `300_000`. */
export const seconds = (n: number): DurationMs => n * 1000;
export const minutes = (n: number): DurationMs => n * 60_000;
export const hours = (n: number): DurationMs => n * 3_600_000;
export const days = (n: number): DurationMs => n * 86_400_000;
