import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { effect, type ReadonlySignal } from "@preact/signals";
import { Server, type Socket as ServerSocket } from "socket.io";
import { io } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Connection, createConnection } from "../../../client/state/connection.ts";
import { createStore, type Store } from "../../../client/state/store.ts";
import { createTrends } from "../../../client/state/trends.ts";
import { deadAfterMs, type PageToServer, type ServerToPage, wireVersion } from "../../../protocol/wire.ts";
import { createFakeClock, type FakeClock } from "../../support/fake-clock.ts";
import { someAlarm, someHello } from "../fixtures.ts";

/** Resolves when a signal's value is as wanted; the test's own time limit is the only one. */
const until = <T>(signal: ReadonlySignal<T>, wanted: (value: T) => boolean) =>
  new Promise<T>((resolve) => {
    let stop: () => void = () => undefined;
    stop = effect(() => {
      const { value } = signal;
      if (!wanted(value)) return;
      queueMicrotask(() => {
        stop();
        resolve(value);
      });
    });
  });

describe("the page's end of the wire", () => {
  let http: HttpServer;
  let server: Server<PageToServer, ServerToPage>;
  let clock: FakeClock;
  let store: Store;
  let connection: Connection;
  let hellos: number;
  let pages: ServerSocket<PageToServer, ServerToPage>[];
  let hello = someHello;

  beforeEach(async () => {
    hellos = 0;
    pages = [];
    hello = someHello;
    http = createServer();
    server = new Server(http);
    server.on("connection", (page) => {
      hellos++;
      pages.push(page);
      page.emit("hello", hello);
      page.on("act", (act, answer) =>
        answer(act.by === "Anna" ? { ok: true } : { ok: false, reason: "Who is that?" }),
      );
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { port } = http.address() as AddressInfo;
    clock = createFakeClock();
    store = createStore(clock.nowMs(), (run) => run());
    const trends = createTrends({ clock, fetchHistory: async () => ({ ok: false, reason: "" }) });
    const socket = io(`http://127.0.0.1:${port}`, { autoConnect: false, reconnectionDelay: 10 });
    connection = createConnection({ socket, store, trends, clock });
    socket.connect();
    await until(store.ready, (ready) => ready);
  });

  afterEach(async () => {
    connection.close();
    await server.close();
  });

  test("fills the store from the snapshot and is live", () => {
    expect(store.link.value).toEqual({ kind: "live" });
    expect(store.loops.value).toEqual(someHello.loops);
    expect(store.serverAheadMs.value).toBe(someHello.serverMs - clock.nowMs());
    expect(store.outdated.value).toBe(false);
  });

  test("is dead when beats stay away, and live again with the next one", async () => {
    await clock.advance(deadAfterMs + 600);
    expect(store.link.value.kind).toBe("dead");
    pages[0]?.emit("beat", { serverMs: 9000, seq: 0 });
    await until(store.link, (link) => link.kind === "live");
    expect(hellos).toBe(1);
  });

  test("is dead at once when the server goes away", async () => {
    await server.close();
    await until(store.link, (link) => link.kind === "dead");
    expect(store.loops.value).toEqual(someHello.loops);
  });

  test("takes an alarm in order without asking for a snapshot", async () => {
    pages[0]?.emit("alarm", { seq: 1, alarm: someAlarm });
    pages[0]?.emit("beat", { serverMs: 9000, seq: 1 });
    await until(store.serverAheadMs, (ahead) => ahead === 9000 - clock.nowMs());
    expect(store.alarms.standing.value).toEqual([someAlarm]);
    expect(hellos).toBe(1);
  });

  test("an alarm that changes replaces its older self", async () => {
    pages[0]?.emit("alarm", { seq: 1, alarm: someAlarm });
    pages[0]?.emit("alarm", { seq: 2, alarm: { ...someAlarm, version: 2, state: "acknowledged" } });
    const alarms = await until(store.alarms.standing, ([alarm]) => alarm?.version === 2);
    expect(alarms).toHaveLength(1);
  });

  test("leaves alone an alarm that is older than the snapshot", async () => {
    pages[0]?.emit("hello", { ...someHello, seq: 7, alarms: [] });
    pages[0]?.emit("alarm", { seq: 7, alarm: someAlarm });
    pages[0]?.emit("beat", { serverMs: 9000, seq: 7 });
    await until(store.serverAheadMs, (ahead) => ahead === 9000 - clock.nowMs());
    expect(store.alarms.standing.value).toEqual([]);
    expect(hellos).toBe(1);
  });

  test("takes what is said around the alarms, and leaves alone what is left out", async () => {
    const counts = { unacknowledged: 7, acknowledged: 0, returned: 0, held: 0, worst: "warning" as const };
    pages[0]?.emit("overview", { counts });
    await until(store.counts, (now) => now.unacknowledged === 7);
    pages[0]?.emit("overview", { flood: { sinceMs: 1, count: 12, loops: 2, worst: "warning" } });
    await until(store.flood, (flood) => flood !== null);
    expect(store.counts.value).toEqual(counts);
    pages[0]?.emit("overview", { flood: null });
    await until(store.flood, (flood) => flood === null);
  });

  test("asks for a fresh snapshot when a beat tells of an alarm it never got", async () => {
    hello = { ...someHello, seq: 1, alarms: [someAlarm] };
    pages[0]?.emit("beat", { serverMs: 9000, seq: 1 });
    await until(store.alarms.standing, (alarms) => alarms.length === 1);
    expect(hellos).toBe(2);
    expect(store.link.value).toEqual({ kind: "live" });
  });

  test("gives the server's answer to an act, and a sentence when there is no connection", async () => {
    const act = { kind: "acknowledge" as const, occurrenceId: someAlarm.id, version: 1, comment: "" };
    expect(await connection.acts.act({ ...act, by: "Anna" })).toEqual({ ok: true });
    expect(await connection.acts.act({ ...act, by: "X" })).toEqual({
      ok: false,
      reason: "Who is that?",
    });
    connection.close();
    const answer = await connection.acts.act({ ...act, by: "Anna" });
    expect(answer).toEqual({ ok: false, reason: "There is no connection to the server." });
  });

  test("says that the page is outdated when the server speaks another wire", async () => {
    hello = { ...someHello, wireVersion: wireVersion + 1 };
    pages[0]?.emit("beat", { serverMs: 9000, seq: 5 });
    expect(await until(store.outdated, (outdated) => outdated)).toBe(true);
  });
});
