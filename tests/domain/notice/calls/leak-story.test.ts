import { expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../../protocol/time.ts";
import { createRig, leak, limit, noonMs, person, policy, process, type Rig, route } from "./call-rig.ts";

/** On shift: Ada. Nobody acknowledges: her lead, then everybody. */
const crew = () =>
  policy(
    [person("ada"), person("lead"), person("station")],
    [
      route(["ada"], {
        repeatMs: minutes(15),
        escalate: [
          { afterMs: minutes(5), tell: ["lead"] },
          { afterMs: minutes(20), tell: ["ada", "lead", "station"] },
        ],
      }),
    ],
  );

/** A hole in the loop: the pressure falls, then the flow, then the temperature rises. */
function breaks(rig: Rig): void {
  rig.happens(leak("ms-22"), { kind: "opened", severity: "warning" });
  rig.after(seconds(12));
  rig.happens(limit("suction.low", "ms-22"), { kind: "opened", severity: "warning" });
  rig.after(seconds(6));
  rig.happens(process("ms-22"), { kind: "opened", severity: "caution" });
  rig.after(minutes(3));
  rig.happens(leak("ms-22"), { kind: "worsened", severity: "emergency" });
  rig.after(seconds(50));
  rig.happens(limit("radiator.high", "ms-22"), { kind: "opened", severity: "warning" });
}

test("a leak with its consequences is one thread of the right letters in the right order", () => {
  const rig = createRig(crew());
  breaks(rig);
  rig.after(minutes(26));
  rig.happens(leak("ms-22"), { kind: "acknowledged", by: "Anna" });
  rig.after(hours(2));
  rig.happens(limit("suction.low", "ms-22"), { kind: "acknowledged", by: "Anna" });
  rig.happens(leak("ms-22"), { kind: "returned", latches: true });
  rig.after(hours(1));
  rig.happens(leak("ms-22"), { kind: "reset", by: "Anna" });
  rig.after(minutes(15));

  const ada = rig.letters.filter(({ personId }) => personId === "ada");
  expect(rig.told().filter((line) => line.startsWith("ada"))).toEqual([
    "ada call: first (ms-22.leak warning)",
    "ada bundle: joined (ms-22.limit.suction.low warning), joined (ms-22.process caution)",
    "ada call: worse (ms-22.leak emergency)",
    "ada news: joined (ms-22.limit.radiator.high warning)",
    "ada call: 1st reminder: unacknowledged for 15 min (ms-22.leak emergency)",
    "ada news: acknowledged by Anna (ms-22.leak emergency)",
    "ada news: acknowledged by Anna (ms-22.limit.suction.low warning)",
    "ada news: returned to normal (ms-22.leak emergency)",
    "ada news: reset by Anna (ms-22.leak emergency)",
    "ada call: 1st reminder: unacknowledged for 3 h 41 min (ms-22.limit.radiator.high warning)",
  ]);
  const [first, ...others] = ada;
  expect(first?.thread).toBeNull();
  for (const { thread } of others) expect(thread?.firstId).toBe(first?.id);
  const calls = ada.filter(({ form }) => form === "call");
  for (const news of ada.filter(({ form, atMs }) => form === "news" && atMs > calls[2]!.atMs))
    expect(news.thread?.latestCallId).toBe(calls[2]?.id);
});

test("those who are called later hear of it from then on", () => {
  const rig = createRig(crew());
  breaks(rig);
  rig.after(minutes(26));
  rig.happens(leak("ms-22"), { kind: "acknowledged", by: "Anna" });
  rig.after(minutes(1));
  const lines = rig.told();
  expect(lines.filter((line) => line.startsWith("lead"))).toEqual([
    "lead call: escalated: nobody has acknowledged for 5 min (ms-22.leak emergency)",
    "lead call: 1st reminder: unacknowledged for 15 min (ms-22.leak emergency)",
    "lead news: acknowledged by Anna (ms-22.leak emergency)",
  ]);
  expect(lines.filter((line) => line.startsWith("station"))).toEqual([
    "station call: escalated: nobody has acknowledged for 20 min (ms-22.leak emergency)",
    "station news: acknowledged by Anna (ms-22.leak emergency)",
  ]);
});

test("what the book says of itself between two letters is when the next is due", () => {
  const rig = createRig(crew());
  expect(rig.book.nextMs()).toBeNull();
  rig.happens(leak("ms-22"), { kind: "opened", severity: "warning" });
  expect(rig.book.nextMs()).toBe(noonMs + minutes(5));
  rig.after(minutes(5));
  expect(rig.book.nextMs()).toBe(noonMs + minutes(15));
});
