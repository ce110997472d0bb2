import { describe, expect, onTestFinished, test } from "vitest";
import { type Config, parseConfig } from "../../server/boundary/config.ts";
import { createReload, findNeedsRestart } from "../../server/start/reload.ts";
import { type ReloadedHouse, reloadOnSignal } from "../../server/start/reload-on-signal.ts";
import { StartError } from "../../server/start/start-error.ts";
import { createMemoryLog } from "../support/memory-log.ts";

const toConfig = (more: string, env: Record<string, string> = {}): Config => {
  const parsed = parseConfig(
    `mail: { to: [a@example.org] }
${more}
loops:
  - { id: a, coolant: water, channels: [{ id: p, role: pressure, source: { field: p } }] }
`,
    env,
  );
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(" "));
  return parsed.config;
};

const plain = toConfig("");

describe("what needs a restart is named", () => {
  test.each([
    { name: "nothing has changed", more: "", named: [] },
    { name: "people and zone", more: "zone: Europe/Paris", named: [] },
    { name: "the port", more: "listen: { port: 9999 }", named: ["listen"] },
    {
      name: "how long rollups are kept, and series of no loop",
      more: "rollupDays: 99\nseries: [{ id: hall, unit: degC, source: { measurement: m, field: hall }, limits: [{ above: 40, severity: caution }] }]",
      named: ["rollupDays", "series"],
    },
    { name: "the store", more: "store: { kind: sqlite }", named: ["store"] },
    {
      name: "the data directory and the public address",
      more: "dataDir: elsewhere\npublicUrl: https://loopwatch.example.org",
      named: ["dataDir", "publicUrl"],
    },
  ])("$name", ({ more, named }) => {
    expect(findNeedsRestart(plain, toConfig(more))).toEqual(named);
  });
});

test("a loop that was added is named for what begins at a start, one that was removed is not", () => {
  const loop = plain.loops[0]!;
  const two = { ...plain, loops: [loop, { ...loop, id: "b" }] };
  expect(findNeedsRestart(plain, two)).toEqual(["rollups and unit check of loop b"]);
  expect(findNeedsRestart(two, plain)).toEqual([]);
});

/** A reload of these readings, one after the other; an error is what reading it throws. */
async function reloadAll(readings: readonly (Config | StartError)[]) {
  const log = createMemoryLog();
  const taken: Config[] = [];
  const told: (string | null)[] = [];
  const left = [...readings];
  const reload = createReload({
    config: plain,
    read() {
      const next = left.shift();
      if (next === undefined || next instanceof StartError) throw next;
      return { config: next, file: "loopwatch.yaml" };
    },
    take: async (next) => void taken.push(next),
    onRefused: (problem) => void told.push(problem),
    log,
  });
  await Promise.all(readings.map(() => reload()));
  return { taken, told, log };
}

test("a wrong configuration changes nothing and is told until a good one is taken", async () => {
  const good = toConfig("zone: Europe/Paris");
  const { taken, told, log } = await reloadAll([new StartError("It has 2 problems: …"), good]);
  expect(taken).toEqual([good]);
  expect(told).toEqual(["It has 2 problems: …", null]);
  expect(log.entries.map(({ level }) => level)).toEqual(["error", "info"]);
});

test("a change that needs a restart is named each time, and the rest is taken", async () => {
  const moved = toConfig("listen: { port: 9999 }\nzone: Europe/Paris");
  const { taken, log } = await reloadAll([moved, moved]);
  expect(taken).toHaveLength(2);
  const warnings = log.entries.filter(({ level }) => level === "warn");
  expect(warnings.map(({ detail }) => detail)).toEqual([
    { needsRestart: ["listen"] },
    { needsRestart: ["listen"] },
  ]);
});

test("a SIGHUP during the start is done when the start is, and what became of it is noted", async () => {
  const before = process.listeners("SIGHUP");
  onTestFinished(() => {
    for (const one of process.listeners("SIGHUP"))
      if (!before.includes(one)) process.removeListener("SIGHUP", one);
  });
  const good = toConfig("zone: Europe/Paris");
  const readings = [good, new StartError("It is wrong.")];
  const told: unknown[] = [];
  const { promise, resolve } = withResolver<ReloadedHouse>();
  reloadOnSignal(promise, plain, {
    read() {
      const next = readings.shift();
      if (next === undefined || next instanceof StartError) throw next;
      return { config: next, file: "loopwatch.yaml" };
    },
    log: createMemoryLog(),
  });
  expect(process.emit("SIGHUP")).toBe(true);
  process.emit("SIGHUP");
  const done = withResolver<void>();
  expect(told).toEqual([]);
  resolve({
    monitor: { refused: (problem) => void told.push(["health", problem]) },
    take: async (next) => void told.push(["taken", next]),
    noteReload(problem) {
      told.push(["audit", problem]);
      if (problem !== null) done.resolve();
    },
  });
  await done.promise;
  expect(told).toEqual([
    ["taken", good],
    ["health", null],
    ["audit", null],
    ["health", "It is wrong."],
    ["audit", "It is wrong."],
  ]);
});

function withResolver<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
