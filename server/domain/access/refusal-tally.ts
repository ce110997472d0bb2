import { type DurationMs, type EpochMs, hours, minutes } from "../../../protocol/time.ts";

/** Logins that failed: of an account, or (`null`) of a name that is none; in one line of the audit. */
export interface RefusedLogins {
  readonly count: number;
  readonly account: string | null;
  readonly addresses: readonly string[];
  readonly firstMs: EpochMs;
  readonly lastMs: EpochMs;
}

/** Bundles failed logins, so that guessing for days does not fill the disk. */
export interface RefusalTally {
  /** What is to be written now: one line for a login by itself, none while there are many. */
  refused(account: string | null, address: string, nowMs: EpochMs): readonly RefusedLogins[];
  /** What has gathered and is due; `all`: also what is not, because we stop. */
  due(nowMs: EpochMs, all?: boolean): readonly RefusedLogins[];
}

/** Lines of single failed logins in an hour; the rest gathers. */
const mostSingleAnHour = 20;
const gatherMs: DurationMs = minutes(10);
/** Accounts under attack that have a line of their own; with `gatherMs` this bounds the lines of an hour to 20 + 6 × 11. */
const mostGathered = 10;
const mostAddresses = 5;

export function createRefusalTally(): RefusalTally {
  let [hourMs, singles, gatheredSinceMs] = [0, 0, 0];
  /** The account; `null`: names that are none, and accounts beyond the first few. */
  const gathered = new Map<string | null, RefusedLogins>();

  const gather = (account: string | null, address: string, nowMs: EpochMs): void => {
    if (gathered.size === 0) gatheredSinceMs = nowMs;
    const key = gathered.has(account) || gathered.size < mostGathered ? account : null;
    const before = gathered.get(key);
    const addresses = before?.addresses ?? [];
    gathered.set(key, {
      count: (before?.count ?? 0) + 1,
      account: key,
      addresses:
        addresses.includes(address) || addresses.length >= mostAddresses
          ? addresses
          : [...addresses, address],
      firstMs: before?.firstMs ?? nowMs,
      lastMs: nowMs,
    });
  };

  return {
    refused(account, address, nowMs) {
      if (Math.abs(nowMs - hourMs) >= hours(1)) [hourMs, singles] = [nowMs, 0];
      if (singles >= mostSingleAnHour) {
        gather(account, address, nowMs);
        return [];
      }
      singles += 1;
      return [{ count: 1, account, addresses: [address], firstMs: nowMs, lastMs: nowMs }];
    },
    due(nowMs, all = false) {
      if (gathered.size === 0 || (!all && Math.abs(nowMs - gatheredSinceMs) < gatherMs)) return [];
      const lines = [...gathered.values()];
      gathered.clear();
      return lines;
    },
  };
}
