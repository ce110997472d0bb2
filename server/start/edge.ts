import { startHeartbeat } from "../adapters/heartbeat.ts";
import type { MqttSource } from "../adapters/mqtt/mqtt-source.ts";
import { createHookSender } from "../adapters/webhook/http-hook-sender.ts";
import type { Changeable } from "../app/current.ts";
import type { Ingest } from "../app/ingest.ts";
import type { Cancel, Clock, HookSender, Log } from "../app/ports.ts";
import type { Config } from "../boundary/config.ts";
import { openMqtt } from "./open-mqtt.ts";

/** What stands at the edge of the house and can become another while it runs: webhooks, brokers, the heartbeat. */
export interface Edge {
  readonly hooks: HookSender;
  /** How long an alarm may be shelved, now. */
  readonly longestShelfMs: () => number;
  readonly brokers: () => ReturnType<MqttSource["health"]> | null;
  /** Telemetry may come from brokers, and the heartbeat begins. Rejects with `StartError`. */
  open(ingest: Ingest, isWell: () => boolean): Promise<void>;
  /** Takes over a configuration; `takeInside` does so with the rest. Rejects with `StartError` with nothing changed. */
  take(next: Config, takeInside: (next: Changeable) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export function createEdge(
  first: Config,
  dir: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Edge {
  let config = first;
  let hooks = createHookSender(config.webhooks, clock);
  let mqtt: MqttSource | null = null;
  let stopBeating: Cancel = () => undefined;
  let openBrokers: (of: Config) => Promise<MqttSource | null> = async () => null;
  let beat: (of: Config) => Cancel = () => stopBeating;

  const isChanged = (next: Config, toPart: (of: Config) => unknown): boolean =>
    JSON.stringify(toPart(next)) !== JSON.stringify(toPart(config));

  return {
    hooks: { send: (message) => hooks.send(message) },
    longestShelfMs: () => config.alarms.longestShelfMs,
    brokers: () => mqtt?.health() ?? null,
    async open(ingest, isWell) {
      openBrokers = (of) => openMqtt(of.mqtt, dir, { ingest, clock, log });
      // A mail that does not arrive is an alarm of the house; that beats from here stop is for who must look at the machine.
      beat = ({ timetable: { heartbeat } }) =>
        heartbeat === null ? () => undefined : startHeartbeat({ ...heartbeat, isWell, clock, log });
      mqtt = await openBrokers(config);
      stopBeating = beat(config);
    },
    async take(next, takeInside) {
      const { loops } = next;
      if (isChanged(next, (of) => of.mqtt)) {
        // Certificates that cannot be read are found before anything is closed; what is not acknowledged comes again.
        const opening = await openBrokers(next);
        await mqtt?.stop();
        mqtt = opening;
      }
      if (isChanged(next, (of) => of.timetable.heartbeat)) {
        stopBeating();
        stopBeating = beat(next);
      }
      config = next;
      hooks = createHookSender(next.webhooks, clock);
      await takeInside({ loops, notices: next });
    },
    async stop() {
      stopBeating();
      await mqtt?.stop();
    },
  };
}
