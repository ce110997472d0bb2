import { playStation } from "./iss/play-station.ts";
import { playCard } from "./play-card.ts";
import { playQuiet } from "./simulated/play-quiet.ts";
import { playSize } from "./simulated/play-size.ts";

/** Work that can be done in another process: plain JSON in, plain JSON out. */
const jobByKind = { card: playCard, quiet: playQuiet, size: playSize, station: playStation };

export type JobKind = keyof typeof jobByKind;
export type JobOf<K extends JobKind> = Parameters<(typeof jobByKind)[K]>[0];
export type ResultOf<K extends JobKind> = ReturnType<(typeof jobByKind)[K]>;

/** Does a job in this process. Throws what the job throws. */
export const runJob = <K extends JobKind>(kind: K, job: JobOf<K>): ResultOf<K> =>
  (jobByKind[kind] as (one: JobOf<K>) => ResultOf<K>)(job);
