import { expect, test } from "vitest";
import { parseRoute, type Route, toHash } from "../../../client/state/route.ts";

test.each<[string, Route]>([
  ["", { kind: "overview" }],
  ["#/", { kind: "overview" }],
  ["#/nowhere", { kind: "overview" }],
  ["#/loop/", { kind: "overview" }],
  ["#/loop/ms-22", { kind: "loop", loopId: "ms-22", span: null }],
  ["#/loop/%", { kind: "loop", loopId: "%", span: null }],
  ["#/mailbox", { kind: "mailbox", mailId: null }],
  ["#/mailbox/m%2F1", { kind: "mailbox", mailId: "m/1" }],
  ["#/loop/ms-22?from=1000&to=2000", { kind: "loop", loopId: "ms-22", span: { fromMs: 1000, toMs: 2000 } }],
  ["#/loop/ms-22?from=2000&to=1000", { kind: "loop", loopId: "ms-22", span: null }],
  ["#/loop/ms-22?from=yesterday", { kind: "loop", loopId: "ms-22", span: null }],
  [
    "#/replay/ms-22?from=1000&to=2000",
    { kind: "replay", loopId: "ms-22", span: { fromMs: 1000, toMs: 2000 }, speed: null },
  ],
  [
    "#/replay/ms-22?from=1000&to=2000&speed=300",
    { kind: "replay", loopId: "ms-22", span: { fromMs: 1000, toMs: 2000 }, speed: 300 },
  ],
  ["#/replay/ms-22", { kind: "overview" }],
  ["#/alarms", { kind: "alarms", tab: "standing" }],
  ["#/alarms/held", { kind: "alarms", tab: "held" }],
  ["#/alarms/held.leak.1", { kind: "alarm", occurrenceId: "held.leak.1" }],
  ["#/incident/incident.ms-22.leak.1", { kind: "incident", incidentId: "incident.ms-22.leak.1" }],
  ["#/incident/", { kind: "overview" }],
])("the address %s leads to %j", (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test.each<Route>([
  { kind: "overview" },
  { kind: "loop", loopId: "loop.a/b", span: null },
  { kind: "loop", loopId: "a", span: { fromMs: 1, toMs: 2 } },
  { kind: "replay", loopId: "a b", span: { fromMs: 1, toMs: 2 }, speed: null },
  { kind: "replay", loopId: "a", span: { fromMs: 1, toMs: 2 }, speed: 60 },
  { kind: "mailbox", mailId: null },
  { kind: "mailbox", mailId: "2022-12-15 #1" },
  { kind: "alarms", tab: "standing" },
  { kind: "alarms", tab: "ledger" },
  { kind: "alarm", occurrenceId: "a.limit.p1.low.12" },
  { kind: "incident", incidentId: "incident.a.leak.1" },
])("the link to %j leads back to it", (route) => {
  expect(parseRoute(toHash(route))).toEqual(route);
});
