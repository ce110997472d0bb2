import { defineConfig } from "vitest/config";

// One project a folder under tests/: what needs a real peer can be left out by name.
// The recording of a real day is not part of the project; its test is there when somebody says where the recording is.
const recorded =
  process.env["ISS_RECORDING"] === undefined
    ? ["tests/flow/iss-recording.test.ts", "tests/simulator/recorded-loop.test.ts"]
    : [];

// What goes wrong takes its time: a database that stalls, a sender that is given up. The long form kills a server 50 times.
const faultsMs = process.env["LOOPWATCH_FAULTS"] === "long" ? 900_000 : 180_000;

const project = (name: string, include: string[], timeoutMs = 20_000) => ({
  test: {
    name,
    include,
    exclude: recorded,
    environment: "node",
    testTimeout: timeoutMs,
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    projects: [
      project("unit", [
        "tests/{protocol,domain,boundary,app,adapters,client,simulator,tools,bench}/**/*.test.ts",
      ]),
      project("contract", ["tests/contract/**/*.test.ts"]),
      project("flow", ["tests/flow/**/*.test.ts"], 120_000),
      project("attack", ["tests/attack/**/*.test.ts"], 60_000),
      project("faults", ["tests/faults/**/*.test.ts"], faultsMs),
      project("e2e", ["tests/e2e/**/*.test.ts"], 240_000),
      project("readme", ["tests/readme/**/*.test.ts"], 420_000),
    ],
  },
});
