import { expect, test } from "vitest";
import { seconds } from "../../protocol/time.ts";
import { createReadiness } from "../../server/app/readiness.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { createMemoryLog } from "../support/memory-log.ts";

function setUp() {
  const clock = createFakeClock();
  const is = { full: false, broken: false, unsaved: 0 };
  let asked = 0;
  const readiness = createReadiness({
    spool: { status: () => ({ waiting: 0, oldestMs: null, bytes: 0, isFull: is.full }) },
    state: {
      ran() {
        asked += 1;
        if (is.broken) throw new Error("disk full");
      },
    },
    unsaved: () => is.unsaved,
    ...{ clock, log: createMemoryLog() },
  });
  const unready = () => readiness.parts().flatMap(({ part, ready }) => (ready ? [] : [part]));
  return { clock, is, readiness, unready, asked: () => asked };
}

test("before the detectors know what the store knows it is not ready, and then it is", () => {
  const { readiness, unready } = setUp();
  expect(unready()).toEqual(["detection"]);
  readiness.recalled();
  expect(unready()).toEqual([]);
});

test.each([
  ["spool", { full: true }],
  ["state", { broken: true }],
  ["state", { unsaved: 1 }],
])("it names the %s, with a sentence, and is ready again afterwards", async (part, trouble) => {
  const { clock, is, readiness, unready } = setUp();
  readiness.recalled();
  Object.assign(is, trouble);
  expect(unready()).toEqual([part]);
  expect(readiness.parts().find((one) => one.part === part)?.reason).toMatch(/^[A-Z].+[.?]$/);
  Object.assign(is, { full: false, broken: false, unsaved: 0 });
  await clock.advance(seconds(10));
  expect(unready()).toEqual([]);
});

test("whoever asks often costs the disk one word in ten seconds", async () => {
  const { clock, readiness, asked } = setUp();
  for (let i = 0; i < 100; i++) readiness.parts();
  expect(asked()).toBe(1);
  await clock.advance(seconds(10));
  readiness.parts();
  expect(asked()).toBe(2);
});

test("one that stops says so and nothing else", () => {
  const { readiness } = setUp();
  readiness.recalled();
  readiness.stopping();
  expect(readiness.parts()).toEqual([{ part: "stop", ready: false, reason: "Loopwatch is stopping." }]);
});
