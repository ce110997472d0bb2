import { io, type Socket } from "socket.io-client";
import { type DurationMs, seconds } from "../../protocol/time.ts";
import { type PlantToServer, plantNamespace, type ServerToPlant } from "../../protocol/wire.ts";
import type { HttpTarget } from "../senders/http-target.ts";
import type { Runner } from "./runner.ts";

/** The page's clock of the plant moves in steps of this. */
const announceEveryMs: DurationMs = seconds(1);

/** Keeps the server told what the plant is doing, and passes its commands on. Reconnects by itself. */
export interface PlantLink {
  close(): void;
}

/** `target`: the server; the namespace is added here. */
export function createPlantLink(
  { origin, authorization }: Pick<HttpTarget, "origin" | "authorization">,
  runner: Runner,
): PlantLink {
  const socket: Socket<ServerToPlant, PlantToServer> = io(new URL(plantNamespace, origin).href, {
    transports: ["websocket"],
    extraHeaders: authorization === null ? {} : { authorization },
  });
  const announce = () => {
    // A message kept for a lost connection would only be old news when it comes back.
    if (socket.connected) socket.emit("announce", runner.state());
  };
  socket.on("connect", announce);
  // After a server's goodbye Socket.IO does not call again by itself; the server may only be starting anew.
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("startScenario", ({ scenarioId }, answer) => {
    answer(runner.startScenario(scenarioId));
    announce();
  });
  socket.on("setSpeed", ({ speed }, answer) => {
    answer(runner.setSpeed(speed));
    announce();
  });
  socket.on("visitorArrived", () => {
    runner.visitorArrived();
    announce();
  });
  const timer = setInterval(announce, announceEveryMs);
  return {
    close() {
      clearInterval(timer);
      socket.disconnect();
    },
  };
}
