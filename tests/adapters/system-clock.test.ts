import { expect, test, vi } from "vitest";
import { days } from "../../protocol/time.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";

// Node's own timers are replaced by vitest's, so that a month passes at once.
test("a timer longer than Node can set runs when it is due, and not at once", () => {
  vi.useFakeTimers();
  try {
    const clock = createSystemClock();
    let runs = 0;
    clock.after(days(60), () => void runs++);
    vi.advanceTimersByTime(days(59));
    expect(runs).toBe(0);
    vi.advanceTimersByTime(days(1));
    expect(runs).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test("a cancelled timer does not run, in its first stage or in a later one, and cancelling twice is harmless", () => {
  vi.useFakeTimers();
  try {
    const clock = createSystemClock();
    let runs = 0;
    const soon = clock.after(5, () => void runs++);
    const late = clock.after(days(60), () => void runs++);
    const often = clock.every(10, () => void runs++);
    soon();
    vi.advanceTimersByTime(25);
    expect(runs).toBe(2);
    often();
    often();
    vi.advanceTimersByTime(days(30));
    late();
    vi.advanceTimersByTime(days(60));
    expect(runs).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
