/** Name of a loop in the configuration, e.g. `ms-22`. Matches `idPattern`. */
export type LoopId = string;

/** Name of a channel, unique within its loop, e.g. `radiator-out`. Matches `idPattern`. */
export type ChannelId = string;

/** One life of an alarm, e.g. `ms-22.leak.1671065172`: loop, class, part if any, second of source time. */
export type OccurrenceId = string;

/** One cause, named after its first alarm: `incident.` and the occurrence's id. */
export type IncidentId = string;

/** Ids travel in line protocol tags, URLs and mail headers; these characters are safe in all three. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
