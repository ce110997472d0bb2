import type { AlarmView } from "../../../protocol/alarm.ts";
import type { Route } from "./policy.ts";

/** What a route looks at. */
export type RoutedAlarm = Pick<AlarmView, "loopId" | "alarmClass" | "severity" | "verdict">;

const allows = <T>(wanted: readonly T[] | null, one: T): boolean => wanted === null || wanted.includes(one);

/**
 * An advisory that is no leak asks nobody to act within the shift: a mail for each would teach people to sleep through the
 * one that matters. Only who asks for advisories by name is told; the page and the digest have them anyway.
 */
const asksForAdvisory = (route: Route, { severity, alarmClass, verdict }: RoutedAlarm): boolean =>
  severity !== "advisory" ||
  alarmClass === "leak" ||
  verdict === "leak" ||
  route.severities?.includes("advisory") === true;

const fits = (route: Route, alarm: RoutedAlarm): boolean =>
  allows(route.loops, alarm.loopId) &&
  allows(route.severities, alarm.severity) &&
  allows(route.classes, alarm.alarmClass) &&
  allows(route.verdicts, alarm.verdict) &&
  asksForAdvisory(route, alarm);

/**
 * The first route that fits, `null` when nobody is to be told. An alarm of the house goes first by a route that names its
 * class: a route for everything that stands above it was written with loops in mind.
 */
export function findRoute(routes: readonly Route[], alarm: RoutedAlarm): Route | null {
  const fitting = routes.filter((route) => fits(route, alarm));
  const byName =
    alarm.alarmClass === "house" ? fitting.find(({ classes }) => classes?.includes("house")) : undefined;
  return byName ?? fitting[0] ?? null;
}
