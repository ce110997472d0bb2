import type { LoopId } from "../../protocol/ids.ts";
import type { Arrival } from "../timing/frame.ts";
import { isQualitySent, toLines } from "./line-protocol.ts";
import { toNumberText } from "./number-text.ts";

/** One message on its way to a broker. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: string;
}

/**
 * One message a channel that reported, on `<prefix>/<loop>/<channel>`: the value message of NVIDIA's DSX Exchange,
 * `{"value":number|null,"timestamp":epoch ms,"quality":1|0}` with source time (docs.nvidia.com/dsx-exchange/schema).
 * A bad quality without a value is sent with `null`. An operation goes to `<prefix>/<loop>/operation`, its word as value.
 */
export function toMqttMessages(
  prefix: string,
  loopId: LoopId,
  channels: readonly string[],
  arrival: Arrival,
): readonly MqttMessage[] {
  const root = `${prefix}/${loopId}`;
  if (arrival.kind === "operation") {
    const { operation, sourceMs } = arrival;
    const payload = JSON.stringify({ value: operation, timestamp: sourceMs, quality: 1 });
    return [{ topic: `${root}/operation`, payload }];
  }
  const { sourceMs, values, qualities } = arrival.frame;
  const messages: MqttMessage[] = [];
  for (let i = 0; i < channels.length; i++) {
    const value = values[i];
    const hasValue = value !== undefined && Number.isFinite(value);
    const quality = qualities[i];
    if (!hasValue && !isQualitySent(quality)) continue;
    const good = quality === 0 ? 0 : 1;
    const payload = `{"value":${hasValue ? toNumberText(value) : "null"},"timestamp":${sourceMs},"quality":${good}}`;
    messages.push({ topic: `${root}/${channels[i]}`, payload });
  }
  return messages;
}

/** One message a frame or operation, its line of line protocol (milliseconds) as payload, on `<prefix>/<loop>`. */
export function toMqttLineMessages(
  prefix: string,
  loopId: LoopId,
  channels: readonly string[],
  arrival: Arrival,
): readonly MqttMessage[] {
  const payload = toLines(loopId, channels, [arrival]).trimEnd();
  return payload === "" ? [] : [{ topic: `${prefix}/${loopId}`, payload }];
}
