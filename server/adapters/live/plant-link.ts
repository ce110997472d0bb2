import type { Namespace, Socket } from "socket.io";
import type { ScenarioState } from "../../../protocol/scenario.ts";
import type { DurationMs } from "../../../protocol/time.ts";
import {
  type ActResult,
  loginNeeded,
  type PlantToServer,
  type ServerToPlant,
} from "../../../protocol/wire.ts";
import type { LoopScope } from "../../app/doorkeeper.ts";
import type { Log } from "../../app/ports.ts";
import {
  parseActResult,
  parseAnnouncement,
  parseScenarioAct,
  parseSpeedAct,
} from "../../boundary/command.ts";

/** The namespace on which simulators announce themselves. */
export type PlantNamespace = Namespace<PlantToServer, ServerToPlant>;
type PlantSocket = Socket<PlantToServer, ServerToPlant>;

/** The simulator that is connected, if any. */
export interface PlantLink {
  /** What it is doing; `null` when none is connected. */
  scenario(): ScenarioState | null;
  /** Unchecked acts of a page; each is answered with a sentence when it cannot be done. */
  startScenario(act: unknown): Promise<ActResult>;
  setSpeed(act: unknown): Promise<ActResult>;
  /** Somebody is watching: every simulator is told once, also one that connects later. */
  visitorArrived(): void;
  /** A token may have been revoked: lets those go that have none any more. */
  lookAgain(): void;
}

/** The page waits 5 s for its answer; ours comes before that. */
const answerWithinMs: DurationMs = 3000;

/** What the link needs. */
export interface PlantLinkParts {
  readonly plants: PlantNamespace;
  readonly log: Log;
  /** Loops for which a simulator may speak, as its token says now; `null`: none. */
  readonly scopeOf: (plant: PlantSocket) => LoopScope | null;
  /** Hears each announcement, and `null` when the last simulator has gone. */
  readonly onScenario: (scenario: ScenarioState | null) => void;
}

/** Takes simulators in that show a token for telemetry, where one is asked for. */
export function createPlantLink({ plants, log, scopeOf, onScenario }: PlantLinkParts): PlantLink {
  const stateByPlant = new Map<PlantSocket, ScenarioState>();
  let hasVisitor = false;
  /** The simulator that spoke first among those connected: a second one does not take the page over. */
  const current = (): [PlantSocket, ScenarioState] | null => stateByPlant.entries().next().value ?? null;

  plants.use((plant, next) => next(scopeOf(plant) === null ? new Error(loginNeeded) : undefined));
  plants.on("connection", (plant) => {
    log.info("A simulator connected.");
    if (hasVisitor) plant.emit("visitorArrived");
    plant.on("announce", (said: unknown) => {
      const announced = parseAnnouncement(said);
      if (!announced.ok) {
        log.warn("A simulator's announcement was not understood.", { reason: announced.reason });
        return;
      }
      const scope = scopeOf(plant);
      const { loopId } = announced.value;
      if (scope === null || (scope !== "all" && !scope.has(loopId))) {
        log.warn("A simulator speaks for a loop that its token is not good for.", { loopId });
        return;
      }
      stateByPlant.set(plant, announced.value);
      if (current()?.[0] === plant) onScenario(announced.value);
    });
    plant.on("disconnect", () => {
      log.info("A simulator disconnected.");
      const wasCurrent = current()?.[0] === plant;
      stateByPlant.delete(plant);
      if (wasCurrent) onScenario(current()?.[1] ?? null);
    });
  });

  const forward = async (ask: (plant: PlantSocket) => Promise<unknown>): Promise<ActResult> => {
    const plant = current()?.[0];
    if (plant === undefined) return { ok: false, reason: "No simulator is connected." };
    try {
      return parseActResult(await ask(plant));
    } catch (error) {
      log.warn("The simulator did not answer.", { error });
      return { ok: false, reason: "The simulator did not answer; try again." };
    }
  };

  return {
    scenario: () => current()?.[1] ?? null,
    async startScenario(act) {
      const parsed = parseScenarioAct(act);
      if (!parsed.ok) return parsed;
      return forward((plant) => plant.timeout(answerWithinMs).emitWithAck("startScenario", parsed.value));
    },
    async setSpeed(act) {
      const parsed = parseSpeedAct(act);
      if (!parsed.ok) return parsed;
      return forward((plant) => plant.timeout(answerWithinMs).emitWithAck("setSpeed", parsed.value));
    },
    lookAgain() {
      for (const plant of plants.sockets.values()) if (scopeOf(plant) === null) plant.disconnect(true);
    },
    visitorArrived() {
      if (hasVisitor) return;
      hasVisitor = true;
      plants.emit("visitorArrived");
    },
  };
}
