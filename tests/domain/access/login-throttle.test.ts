import { describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../../protocol/time.ts";
import { createLoginThrottle, type LoginTry } from "../../../server/domain/access/login-throttle.ts";
import { createRefusalTally } from "../../../server/domain/access/refusal-tally.ts";

const at = (given: Partial<LoginTry> = {}): LoginTry => ({
  nameKey: "ada",
  known: true,
  addressKey: "192.0.2.1",
  familiar: false,
  ...given,
});

/** Tries that are let through of `count`, made every `everyMs`; and the last wait. */
function guess(
  throttle: ReturnType<typeof createLoginThrottle>,
  count: number,
  everyMs: number,
  toTry: (i: number) => LoginTry,
) {
  let [passed, waitMs] = [0, 0];
  for (let i = 0; i < count; i++) {
    waitMs = throttle.begin(toTry(i), i * everyMs);
    if (waitMs === 0) passed += 1;
  }
  return { passed, waitMs };
}

describe("logins that fail", () => {
  test("slow down the next: five at once, then longer and longer, up to a quarter of an hour", () => {
    const throttle = createLoginThrottle();
    const waits: number[] = [];
    let nowMs = 0;
    for (let i = 0; i < 18; i++) {
      const waitMs = throttle.begin(at(), nowMs);
      waits.push(waitMs);
      nowMs += waitMs;
      if (waitMs > 0) expect(throttle.begin(at(), nowMs)).toBe(0);
    }
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 1000, 2000, 4000]);
    expect(waits.at(-1)).toBe(minutes(15));
  });

  test("many at the same moment do not all pass before the first has failed", () => {
    expect(guess(createLoginThrottle(), 100, 0, () => at())).toMatchObject({ passed: 5 });
  });

  test("at one account from a thousand addresses are slowed down all the same", () => {
    const { passed } = guess(createLoginThrottle(), 86_400, 1000, (i) =>
      at({ addressKey: `10.0.${i % 250}.1` }),
    );
    expect(passed).toBeLessThan(120);
  });

  test("at a thousand accounts from one address are slowed down", () => {
    const { passed } = guess(createLoginThrottle(), 3600, 1000, (i) => at({ nameKey: `user-${i}` }));
    expect(passed).toBeLessThan(25);
  });

  test("at a name without an account wait as long: nobody learns who has one", () => {
    const known = guess(createLoginThrottle(), 500, 700, () => at());
    const unknown = guess(createLoginThrottle(), 500, 700, () => at({ known: false }));
    expect(unknown).toEqual(known);
  });

  test("do not lock out the owner where they have logged in before, whatever comes from elsewhere", () => {
    const throttle = createLoginThrottle();
    guess(throttle, 1000, 1000, (i) => at({ addressKey: `10.0.${i % 250}.1` }));
    const owner = at({ addressKey: "198.51.100.7", familiar: true });
    expect(throttle.begin(owner, 1_000_000)).toBe(0);
    expect(throttle.begin(at({ addressKey: "198.51.100.8" }), 1_000_000)).toBeGreaterThan(0);
  });

  test("from the owner's own address hold them up for a minute at most", () => {
    const throttle = createLoginThrottle();
    const { waitMs } = guess(throttle, 3600, 1000, () => at({ familiar: true }));
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(minutes(1));
  });

  test("are not forgiven because the guesser logs in to an account of their own in between", () => {
    const throttle = createLoginThrottle();
    let passed = 0;
    for (let i = 0; i < 100; i++) {
      if (throttle.begin(at({ nameKey: `user-${i}` }), i) === 0) passed += 1;
      const own = at({ nameKey: "mallory" });
      if (throttle.begin(own, i) === 0) throttle.succeeded(own);
    }
    expect(passed).toBeLessThanOrEqual(10);
  });

  test("are forgotten after an hour, and a clock that was set back makes nobody wait longer", () => {
    const throttle = createLoginThrottle();
    guess(throttle, 30, 0, () => at());
    const waitMs = throttle.begin(at(), 0);
    expect(throttle.begin(at(), -days(300))).toBe(waitMs);
    expect(throttle.begin(at(), hours(2))).toBe(0);
  });

  test("that were none cost nothing", () => {
    const throttle = createLoginThrottle();
    for (let i = 0; i < 50; i++) {
      expect(throttle.begin(at(), 0)).toBe(0);
      if (i % 2 === 0) throttle.succeeded(at());
      else throttle.withdrawn(at());
    }
    expect(throttle.size).toBe(0);
  });

  test("take no more than so much memory, and invented names make no failure at a true one forgotten", () => {
    const throttle = createLoginThrottle();
    guess(throttle, 10, 0, () => at());
    guess(throttle, 50_000, 0, (i) => at({ nameKey: `nobody-${i}`, known: false, addressKey: `place-${i}` }));
    expect(throttle.size).toBeLessThanOrEqual(20_001);
    expect(throttle.begin(at({ addressKey: "elsewhere" }), 0)).toBeGreaterThan(0);
  });
});

describe("lines about logins that failed", () => {
  test("are one each while they are few", () => {
    const tally = createRefusalTally();
    expect(tally.refused("Ada", "192.0.2.1", 5)).toEqual([
      { count: 1, account: "Ada", addresses: ["192.0.2.1"], firstMs: 5, lastMs: 5 },
    ]);
    expect(tally.due(hours(5))).toEqual([]);
  });

  test("are at most so many an hour during an attack, and every attempt is in one of them", () => {
    const tally = createRefusalTally();
    const lines = [];
    for (let s = 0; s < 3600; s++) {
      for (let i = 0; i < 20; i++) lines.push(...tally.refused(`user-${i}`, `10.0.0.${s % 200}`, s * 1000));
      lines.push(...tally.due(s * 1000));
    }
    lines.push(...tally.due(hours(1), true));
    expect(lines.length).toBeLessThanOrEqual(20 + 6 * 11);
    expect(lines.reduce((sum, { count }) => sum + count, 0)).toBe(3600 * 20);
    expect(Math.max(...lines.map(({ addresses }) => addresses.length))).toBe(5);
  });
});
