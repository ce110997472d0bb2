import type { LoopId } from "../../protocol/ids.ts";
import type { Arrival } from "../timing/frame.ts";
import type { Wait } from "../wait.ts";
import { createHttpSender } from "./http-sender.ts";
import type { HttpTarget } from "./http-target.ts";
import { toLines } from "./line-protocol.ts";
import { toMqttLineMessages, toMqttMessages } from "./mqtt-messages.ts";
import { createMqttSender } from "./mqtt-sender.ts";
import type { MqttTarget } from "./mqtt-target.ts";
import { createEncodingSender, type Sender } from "./sender.ts";
import type { PointName } from "./summary.ts";

/** Where a live run sends its telemetry. */
export type LiveTarget = HttpTarget | MqttTarget;

/** One loop's telemetry on its way to a target. */
export interface TelemetrySenderOptions {
  readonly target: LiveTarget;
  readonly loopId: LoopId;
  /** In the order of a frame's values, asked at each batch: another story may come with other sensors. */
  readonly channels: () => readonly string[];
  /** Told a sentence when something goes wrong and when it is right again. */
  readonly say: (sentence: string) => void;
  /** Chance in the pauses between attempts. */
  readonly seed: number;
  readonly wait?: Wait;
}

/** Sends what comes out of a simulation, in the target's own form. */
export function createTelemetrySender(options: TelemetrySenderOptions): Sender<readonly Arrival[]> {
  const { target, loopId, channels } = options;
  if (target.kind === "http") {
    const sender = createHttpSender({ ...options, target });
    return createEncodingSender(sender, (arrivals) =>
      toLines(loopId, channels(), arrivals, target.precision),
    );
  }
  const toMessages = target.format === "dsx" ? toMqttMessages : toMqttLineMessages;
  const sender = createMqttSender({ ...options, broker: target });
  return createEncodingSender(sender, (arrivals) =>
    arrivals.flatMap((arrival) => toMessages(target.prefix, loopId, channels(), arrival)),
  );
}

/** What the counters of a target count. */
export const pointNameOf = (target: LiveTarget): PointName => (target.kind === "http" ? "lines" : "messages");

/** A target in words, without its credentials. */
export const toTargetText = (target: LiveTarget): string =>
  target.kind === "mqtt"
    ? `${target.brokerUrl} under ${target.prefix}`
    : target.isLoopwatch
      ? target.origin
      : target.writeUrl;
