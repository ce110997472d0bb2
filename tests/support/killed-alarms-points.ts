import type { HookSender, Mailer, StateStore } from "../../server/app/ports.ts";

/** Counts the moments at which a process may be killed, and kills it at the one that was asked for. */
export interface KillPoints {
  /** Passed so far. */
  readonly count: number;
  state(inner: StateStore): StateStore;
  mailer(inner: Mailer): Mailer;
  hooks(inner: HookSender): HookSender;
}

/** `killAt`: counts from 1; 0: never. */
export function createKillPoints(killAt: number): KillPoints {
  let count = 0;

  const pass = (): void => {
    count += 1;
    if (count === killAt) process.kill(process.pid, "SIGKILL");
  };

  /** The list as it is; whoever has gone through it has passed a point. */
  const passedBehind = <T>(list: readonly T[]): readonly T[] =>
    Object.assign([...list], {
      *[Symbol.iterator](): Generator<T> {
        for (let i = 0; i < list.length; i++) yield list[i]!;
        pass();
      },
    });

  const around = async <T>(send: () => Promise<T>): Promise<T> => {
    pass();
    try {
      return await send();
    } finally {
      pass();
    }
  };

  return {
    get count() {
      return count;
    },
    state: (inner) => ({
      ...inner,
      commit(change) {
        pass();
        // In the middle of the transaction: of what it writes, the first part is in the file's log and the rest is not.
        const { journal, notices } = change;
        inner.commit({
          ...change,
          ...(journal === undefined || journal.length === 0
            ? notices === undefined
              ? {}
              : { notices: passedBehind(notices) }
            : { journal: passedBehind(journal) }),
        });
        pass();
      },
    }),
    mailer: (inner) => ({
      name: inner.name,
      send: (mail, picture) => around(() => inner.send(mail, picture)),
      close: () => inner.close(),
    }),
    hooks: (inner) => ({ send: (message) => around(() => inner.send(message)) }),
  };
}
