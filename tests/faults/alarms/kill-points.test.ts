import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Script } from "../../support/killed-alarms-script.ts";
import { createTempDir } from "../../support/temp-dir.ts";
import { findDifferences, findFaults, type Outcome } from "./compare.ts";
import { scripts } from "./scripts.ts";
import { bundleChild, openWorld, type World } from "./world.ts";

const isLong = process.env["LOOPWATCH_FAULTS"] === "long";

/** Houses of each script in the normal form; each is killed three times, which is more than is promised. */
const usualHouses = 12;
const promisedPoints = 200;

/** Later kills come so many points after the start that followed the one before: the recovery is among them. */
const toLaterPoints = (i: number): readonly number[] => [1 + ((i * 17) % 41), 1 + ((i * 5) % 17)];

/** Houses that are killed at once. */
const worldsAtOnce = 2;

/** Points of a script at which it is killed first: all of them, or as many as fit, spread from the first to the last. */
function toKillPoints(count: number): readonly number[] {
  const wanted = isLong ? count : Math.min(count, usualHouses);
  return Array.from(
    { length: wanted },
    (_, i) => 1 + Math.floor((i * (count - 1)) / Math.max(1, wanted - 1)),
  );
}

describe("kill -9 of what decides on alarms and tells people", () => {
  const folder = createTempDir();
  const worlds: World[] = [];
  let killed = 0;

  beforeAll(async () => {
    const child = await bundleChild(folder);
    for (let i = 0; i < worldsAtOnce; i++) worlds.push(await openWorld(child, join(folder, `house-${i}`)));
  });

  afterAll(async () => {
    for (const world of worlds) await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Plays a script and kills it at these points, each counted from the start before; then it comes to its end. */
  async function playThrough(world: World, { id }: Script, killAt: readonly number[]): Promise<Outcome> {
    world.fresh();
    for (const point of killAt) {
      const ended = await world.play(id, point);
      // It came to its end before that point.
      if (ended !== null) return { report: ended, lives: world.lives() };
      killed += 1;
    }
    const report = await world.play(id, 0);
    if (report === null) throw new Error("Nobody was to kill it.");
    return { report, lives: world.lives() };
  }

  test.each(scripts.map((script) => [script.title, script] as const))(
    "%s ends in the same state, each notice is delivered, and nobody is called twice, wherever it is killed",
    async (_title, script) => {
      const whole = await playThrough(worlds[0]!, script, []);
      expect(findFaults(whole)).toEqual([]);
      const left = toKillPoints(whole.report.points).map((point, i) => [point, ...toLaterPoints(i)]);
      const wrong: Record<string, readonly string[]> = {};
      const work = async (world: World): Promise<void> => {
        for (let at = left.shift(); at !== undefined; at = left.shift()) {
          const differences = findDifferences(script, whole, await playThrough(world, script, at));
          if (differences.length > 0) wrong[at.join(" and ")] = differences;
        }
      };
      await Promise.all(worlds.map(work));
      expect(wrong).toEqual({});
    },
  );

  test(`at least ${promisedPoints} kill points were driven`, () => {
    process.stdout.write(`Killed at ${killed} points of ${scripts.length} scripts.\n`);
    expect(killed).toBeGreaterThanOrEqual(promisedPoints);
  });
});
