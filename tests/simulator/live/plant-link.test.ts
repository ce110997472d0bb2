import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Namespace, Server } from "socket.io";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScenarioState } from "../../../protocol/scenario.ts";
import {
  type ActResult,
  type PlantToServer,
  plantNamespace,
  type ServerToPlant,
} from "../../../protocol/wire.ts";
import { createPlantLink, type PlantLink } from "../../../simulator/live/plant-link.ts";
import type { Runner } from "../../../simulator/live/runner.ts";

const http = () => createServer();
let server: ReturnType<typeof http>;
let io: Server;
let plants: Namespace<PlantToServer, ServerToPlant>;
let link: PlantLink;
let acts: string[];

const state: ScenarioState = {
  loopId: "ms-22",
  runningId: "healthy",
  title: "Healthy loop",
  summary: "Nothing is wrong.",
  startedMs: 1,
  eventMs: null,
  nowMs: 2,
  speed: 10,
  choices: [],
};

const runner: Runner = {
  tick: () => false,
  state: () => ({ ...state, runningId: acts.at(-1) ?? "healthy" }),
  startScenario: (scenarioId) => {
    acts.push(scenarioId);
    return { ok: true };
  },
  setSpeed: (speed) => ({ ok: false, reason: `No speed ${speed}.` }),
  visitorArrived: () => acts.push("visitor"),
};

beforeEach(async () => {
  acts = [];
  server = http();
  io = new Server(server);
  plants = io.of(plantNamespace);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  link.close();
  await io.close();
});

/** Connects the plant and resolves with its socket on the server and what it announces next. */
async function connect() {
  const connected = new Promise<ReturnType<typeof plants.sockets.get>>((resolve) => {
    plants.once("connection", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  link = createPlantLink({ origin, authorization: null }, runner);
  const socket = await connected;
  if (socket === undefined) throw new Error("the plant did not connect");
  const announced = () => new Promise<ScenarioState>((resolve) => socket.once("announce", resolve));
  return { socket, announced };
}

test("the plant announces itself when it connects and again as time passes", async () => {
  const { announced } = await connect();
  expect(await announced()).toEqual(state);
  expect(await announced()).toEqual(state);
});

test("commands reach the runner, are answered, and are announced at once", async () => {
  const { socket, announced } = await connect();
  await announced();
  const next = announced();
  const answer = await new Promise<ActResult>((resolve) => {
    socket.emit("startScenario", { scenarioId: "puncture" }, resolve);
  });
  expect(answer).toEqual({ ok: true });
  expect(await next).toMatchObject({ runningId: "puncture" });
});

test("a refusal comes back as a sentence", async () => {
  const { socket, announced } = await connect();
  await announced();
  const answer = await new Promise<ActResult>((resolve) => socket.emit("setSpeed", { speed: 0 }, resolve));
  expect(answer).toEqual({ ok: false, reason: "No speed 0." });
});

test("a visitor is passed on", async () => {
  const { socket, announced } = await connect();
  await announced();
  const next = announced();
  socket.emit("visitorArrived");
  expect(await next).toMatchObject({ runningId: "visitor" });
});
