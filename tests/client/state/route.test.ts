import { expect, test } from "vitest";
import { parseRoute, type Route, toHash } from "../../../client/state/route.ts";

test.each<[string, Route]>([
  ["", { kind: "overview" }],
  ["#/", { kind: "overview" }],
  ["#/nowhere", { kind: "overview" }],
  ["#/loop/", { kind: "overview" }],
  ["#/loop/ms-22", { kind: "loop", loopId: "ms-22" }],
  ["#/loop/%", { kind: "loop", loopId: "%" }],
  ["#/mailbox", { kind: "mailbox", mailId: null }],
  ["#/mailbox/m%2F1", { kind: "mailbox", mailId: "m/1" }],
  ["#/alarms", { kind: "alarms" }],
])("the address %s leads to %j", (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test.each<Route>([
  { kind: "overview" },
  { kind: "loop", loopId: "loop.a/b" },
  { kind: "mailbox", mailId: null },
  { kind: "mailbox", mailId: "2022-12-15 #1" },
  { kind: "alarms" },
])("the link to %j leads back to it", (route) => {
  expect(parseRoute(toHash(route))).toEqual(route);
});
