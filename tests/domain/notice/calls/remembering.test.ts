import { expect, test } from "vitest";
import { hours, minutes } from "../../../../protocol/time.ts";
import { adaAlone, createRig, leak, limit, process } from "./call-rig.ts";

test("an incident that is over is forgotten a day later, and remembered until then", () => {
  const rig = createRig(adaAlone());
  rig.happens(leak(), { kind: "opened", severity: "warning" });
  rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
  rig.happens(leak(), { kind: "returned" });
  rig.after(hours(23), minutes(10));
  rig.happens(leak("b"), { kind: "opened", severity: "warning" });
  expect(Object.keys(rig.book.state.incidents)).toEqual(["incident.a", "incident.b"]);
  rig.after(hours(2), minutes(10));
  rig.happens(leak("b"), { kind: "acknowledged", by: "Grace" });
  expect(Object.keys(rig.book.state.incidents)).toEqual(["incident.b"]);
});

test("one that opened again and was over again is remembered for a day from then", () => {
  const rig = createRig(adaAlone());
  const ends = (): void => {
    rig.happens(leak(), { kind: "acknowledged", by: "Grace" });
    rig.happens(leak(), { kind: "returned" });
  };
  rig.happens(leak(), { kind: "opened", severity: "warning" });
  ends();
  rig.after(hours(1), minutes(10));
  rig.happens(leak(), { kind: "opened", severity: "warning" });
  expect(rig.told().at(-1)).toBe("ada call: back (a.leak warning)");
  rig.after(hours(19), minutes(10));
  ends();
  rig.after(hours(5), minutes(10));
  rig.happens(leak("b"), { kind: "opened", severity: "warning" });
  expect(Object.keys(rig.book.state.incidents)).toEqual(["incident.a", "incident.b"]);
  rig.after(hours(20), minutes(10));
  rig.happens(leak("b"), { kind: "acknowledged", by: "Grace" });
  expect(Object.keys(rig.book.state.incidents)).toEqual(["incident.b"]);
});

test("alarms of which nobody was told are forgotten as soon as they are over", () => {
  const rig = createRig(adaAlone());
  rig.happens(leak(), { kind: "opened", severity: "warning" });
  for (const key of [process(), limit("low")]) {
    rig.happens(key, { kind: "opened", severity: "advisory" });
    expect(Object.keys(rig.book.state.incidents["incident.a"]?.untold ?? {})).toHaveLength(1);
    rig.happens(key, { kind: "acknowledged", by: "Grace" });
    rig.happens(key, { kind: "returned" });
  }
  expect(rig.book.state.incidents["incident.a"]).toMatchObject({ untold: {}, standing: 1 });
});
