import { alarmClasses, houseId, type Severity, severities } from "../../protocol/alarm.ts";
import type { LoopId } from "../../protocol/ids.ts";
import { toSpan } from "../../protocol/units.ts";
import { findRoute } from "../domain/notice/find-route.ts";
import type { Route } from "../domain/notice/policy.ts";
import { leastRepeatMs, type RouteShape, usualRepeatMs, verdicts } from "./config-notice-shape.ts";
import type { Roster } from "./config-people.ts";
import { type Complain, type FilePath, findNearest } from "./config-problem.ts";

/** The routes of the file and the last one, which takes the rest for those of `mail.to`, or for all where no route is written. */
export function toRoutes(
  shapes: readonly RouteShape[],
  roster: Roster,
  loopIds: readonly LoopId[],
  complain: Complain,
): readonly Route[] {
  const routes = shapes.map((shape, i) => toRoute(shape, i, { roster, loopIds }, complain));
  const names = new Set<string>();
  routes.forEach(({ name }, i) => {
    if (names.has(name)) complain(["routes", i, "name"], `There is another route called "${name}".`);
    names.add(name);
  });
  const rest = toLastRoute(shapes.length > 0, roster);
  const all = rest === null ? routes : [...routes, rest];
  const unreached = findUnreached(all, loopIds);
  routes.forEach((route, i) => {
    if (unreached.has(route))
      complain(["routes", i], `No alarm reaches "${route.name}": routes above it take every one that fits.`);
  });
  if (rest === null || !unreached.has(rest)) return all;
  const told = new Set(
    routes.flatMap(({ tell, escalate }) => [...tell, ...escalate.flatMap((step) => step.tell)]),
  );
  if (rest.tell.some((personId) => !told.has(personId)))
    complain(
      ["mail", "to"],
      "The routes leave no alarm for these people; name them in a route, or leave mail.to out.",
    );
  return routes;
}

function toRoute(
  shape: RouteShape,
  i: number,
  { roster, loopIds }: { readonly roster: Roster; readonly loopIds: readonly LoopId[] },
  complain: Complain,
): Route {
  const at: FilePath = ["routes", i];
  const known = [...loopIds, houseId];
  shape.loops?.forEach((loopId, k) => {
    if (known.includes(loopId)) return;
    const nearest = findNearest(loopId, known);
    complain(
      [...at, "loops", k],
      nearest === null
        ? `There is no loop called ${loopId}.`
        : `There is no loop called ${loopId}; did you mean ${nearest}?`,
    );
  });
  shape.escalate.forEach(({ after }, k) => {
    const before = shape.escalate[k - 1]?.after;
    if (before !== undefined && after <= before)
      complain(
        [...at, "escalate", k, "after"],
        `Each step comes later than the one above (${toSpan(before)}).`,
      );
  });
  if (shape.repeat !== null && shape.repeat < leastRepeatMs)
    complain([...at, "repeat"], `This must be at least ${toSpan(leastRepeatMs)}, or never.`);
  return {
    name: shape.name ?? `route ${i + 1}`,
    loops: shape.loops ?? null,
    severities: shape.severities ?? null,
    classes: shape.classes ?? null,
    verdicts: shape.verdicts ?? null,
    tell: roster.resolve(shape.tell, [...at, "tell"]),
    escalate: shape.escalate.map(({ after, tell }, k) => ({
      afterMs: after,
      tell: roster.resolve(tell, [...at, "escalate", k, "tell"]),
    })),
    repeatMs: shape.repeat,
  };
}

function toLastRoute(hasOthers: boolean, { mailed, people }: Roster): Route | null {
  const tell = mailed.length > 0 || hasOthers ? mailed : people.map(({ id }) => id);
  if (tell.length === 0) return null;
  return {
    name: hasOthers ? "everything else" : "everything",
    loops: null,
    severities: null,
    classes: null,
    verdicts: null,
    tell,
    escalate: [],
    repeatMs: usualRepeatMs,
  };
}

/** Routes that are the first that fits for no alarm at all. */
function findUnreached(routes: readonly Route[], loopIds: readonly LoopId[]): ReadonlySet<Route> {
  const named = new Set(routes.flatMap(({ loops }) => loops ?? []));
  // Loops that no route names are all alike.
  const other = [...loopIds, houseId].find((loopId) => !named.has(loopId));
  const unreached = new Set(routes);
  for (const loopId of other === undefined ? named : [...named, other])
    for (const severity of severities)
      for (const alarmClass of alarmClasses)
        for (const verdict of verdicts) {
          const first = findRoute(routes, { loopId, severity, alarmClass, verdict });
          if (first !== null) unreached.delete(first);
        }
  return unreached;
}

/** A loop of whose leaks nobody would be told, and how bad the worst of them would be; `null`: there is none. */
export function findUntoldLeak(
  routes: readonly Route[],
  loopIds: readonly LoopId[],
): { readonly loopId: LoopId; readonly severity: Severity } | null {
  for (const loopId of loopIds)
    for (const severity of severities.filter((one) => one !== "advisory"))
      if (findRoute(routes, { loopId, severity, alarmClass: "leak", verdict: "leak" }) === null)
        return { loopId, severity };
  return null;
}
