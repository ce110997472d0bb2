import { expect, test } from "vitest";
import { days, minutes, seconds } from "../../../protocol/time.ts";
import { toSourceTime } from "../../../simulator/live/pace.ts";

const wallMs = 1_700_000_000_000;
const pace = { anchorWallMs: wallMs, anchorSourceMs: wallMs - days(30), speed: 10 };

test.each([
  { name: "is at its anchor when it starts", afterMs: 0, sourceMs: wallMs - days(30) },
  { name: "runs at its speed", afterMs: seconds(6), sourceMs: wallMs - days(30) + minutes(1) },
  { name: "catches up with the wall clock and stays with it", afterMs: days(4), sourceMs: wallMs + days(4) },
])("source time $name", ({ afterMs, sourceMs }) => {
  expect(toSourceTime(pace, wallMs + afterMs)).toBe(sourceMs);
});
