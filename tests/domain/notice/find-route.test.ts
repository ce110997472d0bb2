import { describe, expect, test } from "vitest";
import { findRoute, type RoutedAlarm } from "../../../server/domain/notice/find-route.ts";
import type { Route } from "../../../server/domain/notice/policy.ts";

const route = (name: string, given: Partial<Route> = {}): Route => ({
  name,
  loops: null,
  severities: null,
  classes: null,
  verdicts: null,
  tell: [name],
  escalate: [],
  repeatMs: null,
  ...given,
});

const alarm: RoutedAlarm = {
  loopId: "ms-22",
  alarmClass: "process",
  severity: "caution",
  verdict: "thermal transient",
};

const find = (routes: readonly Route[], given: Partial<RoutedAlarm> = {}): string | null =>
  findRoute(routes, { ...alarm, ...given })?.name ?? null;

describe("the first route that fits counts", () => {
  test.each<{ readonly name: string; readonly given: Partial<Route>; readonly fits: boolean }>([
    { name: "of any alarm", given: {}, fits: true },
    { name: "of its loop", given: { loops: ["other", "ms-22"] }, fits: true },
    { name: "of another loop", given: { loops: ["other"] }, fits: false },
    { name: "of its severity", given: { severities: ["caution"] }, fits: true },
    { name: "of other severities", given: { severities: ["warning", "emergency"] }, fits: false },
    { name: "of its class", given: { classes: ["process"] }, fits: true },
    { name: "of another class", given: { classes: ["leak"] }, fits: false },
    { name: "of its verdict", given: { verdicts: ["thermal transient"] }, fits: true },
    { name: "of another verdict", given: { verdicts: ["leak"] }, fits: false },
    { name: "of all of it but one", given: { loops: ["ms-22"], verdicts: ["leak"] }, fits: false },
    { name: "of nothing at all", given: { loops: [] }, fits: false },
  ])("a route $name: $fits", ({ given, fits }) => {
    expect(find([route("one", given), route("rest")])).toBe(fits ? "one" : "rest");
  });

  test("none fits, and nobody is told", () => {
    expect(find([route("one", { loops: ["other"] })])).toBeNull();
    expect(find([])).toBeNull();
  });
});

describe("an advisory", () => {
  test("that is no leak tells only who asks for advisories by name", () => {
    const asks = route("asks", { severities: ["advisory", "caution"] });
    expect(find([route("all"), asks], { severity: "advisory" })).toBe("asks");
    expect(find([route("all")], { severity: "advisory" })).toBeNull();
  });

  test.each<Partial<RoutedAlarm>>([{ alarmClass: "leak" }, { verdict: "leak" }])(
    "of a leak is told like others: %o",
    (given) => {
      expect(find([route("all")], { ...given, severity: "advisory" })).toBe("all");
    },
  );
});

describe("an alarm of the house", () => {
  const house: Partial<RoutedAlarm> = { loopId: "loopwatch", alarmClass: "house" };

  test("goes by the route that names its class, wherever that stands", () => {
    expect(find([route("all"), route("it", { classes: ["house"] })], house)).toBe("it");
  });

  test("goes by the first that fits where none does", () => {
    expect(find([route("leaks", { classes: ["leak"] }), route("all")], house)).toBe("all");
  });

  test("does not go by one that names its class and another severity", () => {
    const routes = [route("all"), route("it", { classes: ["house"], severities: ["emergency"] })];
    expect(find(routes, house)).toBe("all");
  });
});
