import { type DurationMs, type EpochMs, minutes } from "../../../protocol/time.ts";
import { createFailureCount, type FailureCount } from "./failure-count.ts";

/** Somebody who wants to log in. */
export interface LoginTry {
  /** `toNameKey` of the name that was said. */
  readonly nameKey: string;
  /** There is an account of that name. Nobody can tell from the answers. */
  readonly known: boolean;
  /** `toAddressKey`. */
  readonly addressKey: string;
  /** Somebody has logged in to this account from here before. */
  readonly familiar: boolean;
}

/**
 * Slows down guessing, for each account and for each address. Where an account's owner has logged in before, only what
 * fails there counts: nobody can lock them out from elsewhere.
 */
export interface LoginThrottle {
  /** 0: the password may be looked at, and the try counts as failed until it is said to be otherwise; else the time to wait. */
  begin(attempt: LoginTry, nowMs: EpochMs): DurationMs;
  succeeded(attempt: LoginTry): void;
  /** The password was not looked at after all. */
  withdrawn(attempt: LoginTry): void;
  /** Things remembered; bounded whatever comes. */
  readonly size: number;
}

/** At this pace a guesser gets about a hundred tries a day at an account, however many addresses they have. */
const accountSlowDown = { free: 5, longestMs: minutes(15), most: 10_000 };
/** Several people sit behind one address. */
const addressSlowDown = { free: 10, longestMs: minutes(15), most: 10_000 };
/** Shorter: whoever shares the owner's address could otherwise keep them out for long. */
const familiarSlowDown = { free: 5, longestMs: minutes(1), most: 10_000 };

export function createLoginThrottle(): LoginThrottle {
  const atFamiliarPlace = createFailureCount(familiarSlowDown);
  const ofAccount = createFailureCount(accountSlowDown);
  // Apart from the accounts': a flood of invented names makes us forget no failure at a true one.
  const ofStranger = createFailureCount(accountSlowDown);
  const ofAddress = createFailureCount(addressSlowDown);

  const countsOf = (attempt: LoginTry): readonly (readonly [FailureCount, string])[] => {
    const { nameKey, known, addressKey, familiar } = attempt;
    if (familiar) return [[atFamiliarPlace, `${addressKey} ${nameKey}`]];
    return [
      [known ? ofAccount : ofStranger, nameKey],
      [ofAddress, addressKey],
    ];
  };
  const takeBack = (attempt: LoginTry): void => {
    for (const [count, key] of countsOf(attempt)) count.takeBack(key);
  };

  return {
    begin(attempt, nowMs) {
      const counts = countsOf(attempt);
      const waitMs = Math.max(...counts.map(([count, key]) => count.waitMs(key, nowMs)));
      if (waitMs > 0) return waitMs;
      // Counted before the password is looked at: many tries at once do not all pass before the first has failed.
      for (const [count, key] of counts) count.add(key, nowMs);
      return 0;
    },
    succeeded(attempt) {
      // Elsewhere only the try itself is taken back: whoever has an account could otherwise, by logging in to their own
      // between guesses at another's, have all forgiven that failed at their address.
      if (attempt.familiar) atFamiliarPlace.clear(`${attempt.addressKey} ${attempt.nameKey}`);
      else takeBack(attempt);
    },
    withdrawn: takeBack,
    get size() {
      return atFamiliarPlace.size + ofAccount.size + ofStranger.size + ofAddress.size;
    },
  };
}
