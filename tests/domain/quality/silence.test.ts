import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../protocol/time.ts";
import { createChannelHealth } from "../../../server/domain/quality/channel-health.ts";
import { toChannel } from "../../support/builders.ts";
import { createNoise } from "../../support/noise.ts";

const startMs = 1_000_000_000;

/** Three channels, read every `everyS`; the last one is asked whether it speaks. */
function createLoop(
  everyS: number,
  onChange: boolean,
  speaks: (s: number) => boolean,
  all = (_s: number) => true,
) {
  const reporting = onChange ? ("on-change" as const) : ("periodic" as const);
  const given = {
    reporting,
    maxAgeMs: onChange ? minutes(30) : Math.max(seconds(15), 3000 * everyS),
    step: 0.1,
  };
  const health = createChannelHealth(["Outlet", "Suction", "Tank"].map((id) => toChannel({ id, ...given })));
  const noise = createNoise(2);
  const last = [Number.NaN, Number.NaN, Number.NaN];
  let s = 0;
  const run = (lengthS: number): void => {
    for (const endS = s + lengthS; s < endS; s++) {
      const atMs = startMs + s * 1000;
      if (s % everyS === 0 && all(s))
        for (const i of last.keys()) {
          const value = Math.round(3000 + 2 * noise.normal()) / 10;
          if (i === 2 && !speaks(s)) continue;
          if (!onChange || value !== last[i]) health.take(i, atMs, value);
          last[i] = value;
        }
      if (atMs - health.newestMs < minutes(1)) health.evaluate(atMs);
    }
  };
  /** Seconds from now until something is said of the data path; `NaN`: not within `lengthS`. */
  const saidWithin = (lengthS: number): number => {
    for (let k = 1; k <= lengthS; k++) {
      run(1);
      if (health.findings().dataPath !== null) return k;
    }
    return Number.NaN;
  };
  return { health, run, saidWithin, atMs: () => startMs + (s - 1) * 1000 };
}

describe("a channel that is not received while the others go on", () => {
  test.each([
    { name: "each second", everyS: 1, onChange: false, mostS: 120 },
    { name: "every ten seconds", everyS: 10, onChange: false, mostS: 360 },
    { name: "every minute", everyS: 60, onChange: false, mostS: 700 },
    { name: "whenever its noise moves it", everyS: 1, onChange: true, mostS: 360 },
  ])("$name is told of, with its name", ({ everyS, onChange, mostS }) => {
    const beginS = 3600 * Math.max(1, everyS / 6);
    const { health, run, saidWithin, atMs } = createLoop(everyS, onChange, (s) => s < beginS);
    run(beginS);
    expect(health.findings().dataPath).toBeNull();
    expect(saidWithin(mostS)).toBeGreaterThan(60);
    expect(health.findings().dataPath).toMatchObject({
      severity: "advisory",
      verdict: "data-path fault",
      headline: "Tank is no longer received. Nothing else has changed",
    });
    expect(health.findings().sensor).toBeNull();
    expect(health.quality(0, atMs())).toBe("good");
  });

  test("is told of until it was heard and well for five minutes", () => {
    const { health, run } = createLoop(1, false, (s) => s < 3600 || s >= 7200);
    run(7200);
    expect(health.complaint(2, startMs + hours(2) - 1000)).toBe("is silent");
    run(280);
    expect(health.findings().dataPath).not.toBeNull();
    run(40);
    expect(health.findings().dataPath).toBeNull();
  });
});

describe("nothing is said", () => {
  test("of a link that is lost as a whole for a quarter of an hour", () => {
    const { saidWithin, run } = createLoop(
      1,
      false,
      () => true,
      (s) => s < 3600 || s >= 4500,
    );
    run(3600);
    expect(saidWithin(2000)).toBeNaN();
  });

  test("of short silences of one channel", () => {
    const { saidWithin } = createLoop(1, false, (s) => s % 600 >= 28);
    expect(saidWithin(7200)).toBeNaN();
  });

  test("of a channel that rests for hours because nothing moves it", () => {
    const health = createChannelHealth([
      toChannel({ id: "Quantity", reporting: "on-change", maxAgeMs: hours(12) }),
      toChannel({ id: "Outlet" }),
    ]);
    for (let s = 0; s < 40_000; s++) {
      if (s % 9000 === 0) health.take(0, startMs + s * 1000, 60 + (s / 9000) * 0.03);
      health.take(1, startMs + s * 1000, 500 + (s % 2));
      health.evaluate(startMs + s * 1000);
      expect(health.findings().dataPath).toBeNull();
    }
  });
});
