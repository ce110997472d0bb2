import { createTimekeeper, type Job, type Timekeeper } from "./timekeeper.ts";

/** The timetable at work, which can become another one. */
export interface Timekeeping {
  start(): void;
  /** The timetable is another one: resolves when nothing runs by the old one any more. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

/** `zone` and `jobs` are asked at the start and at each renewal. */
export function createTimekeeping({
  zone,
  jobs,
  ...parts
}: Omit<Parameters<typeof createTimekeeper>[0], "zone"> & {
  readonly zone: () => string;
  readonly jobs: () => readonly Job[];
}): Timekeeping {
  let keeper: Timekeeper | null = null;
  const start = (): void => {
    keeper = createTimekeeper({ ...parts, zone: zone() });
    keeper.start(jobs());
  };
  return {
    start,
    async renew() {
      if (keeper === null) return;
      await keeper.stop();
      start();
    },
    stop: async () => keeper?.stop(),
  };
}
