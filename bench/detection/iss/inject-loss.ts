import type { EpochMs } from "../../../protocol/time.ts";
import type { RecordedChannel } from "../../../server/boundary/recording.ts";
import { createRandom } from "../../../simulator/random.ts";

/** What a leak takes off one sensor. */
export interface Loss {
  readonly fromMs: EpochMs;
  /** The sensor's true value with the leak, from that without it and the hours since its beginning. */
  readonly lower: (value: number, hours: number) => number;
  /** The sensor's smallest step: values lie this far apart. */
  readonly step: number;
  /** Nothing is sent in these times: a leak cannot be seen while there is no signal. Ascending. */
  readonly silences: readonly Silence[];
}

/** A loss of signal. */
export interface Silence {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** The station's clock for a sensor: it is looked at once a second and sent when its code has changed. */
const everyMs = 1000;

/**
 * A recording with a leak in it, quantised as in flight. A code that was sent stands for a true value somewhere within one
 * step: which, is drawn once for each sample (same recording, same draw). From that the leak takes its part second by
 * second, the result is rounded to the codes again, and a code is sent when it changes. Before the leak nothing changes.
 */
export function injectLoss(channel: RecordedChannel, loss: Loss): RecordedChannel {
  const { fromMs, step, silences } = loss;
  const random = createRandom(1, `dither/${channel.id}`);
  const atMs: EpochMs[] = [];
  const value: number[] = [];
  let sent = Number.NaN;
  let nextMs = fromMs;
  let silence = 0;
  for (let i = 0; i < channel.atMs.length; i++) {
    const dither = random.uniform() - 0.5;
    const code = channel.value[i]!;
    const beginMs = channel.atMs[i]!;
    const endMs = channel.atMs[i + 1] ?? beginMs + everyMs;
    if (beginMs < fromMs) {
      atMs.push(beginMs);
      value.push(code);
      sent = code;
    }
    for (nextMs = Math.max(nextMs, beginMs); nextMs < endMs; nextMs += everyMs) {
      while ((silences[silence]?.toMs ?? Number.POSITIVE_INFINITY) <= nextMs) silence++;
      if (nextMs > (silences[silence]?.fromMs ?? Number.POSITIVE_INFINITY)) continue;
      const now = toCode(code, loss.lower(code + dither * step, (nextMs - fromMs) / 3_600_000), step);
      if (now === sent) continue;
      atMs.push(nextMs);
      value.push(now);
      sent = now;
    }
  }
  return { ...channel, atMs, value };
}

/** The code nearest to a value, counted from one that was really sent: the codes' own offset is not known. */
const toCode = (code: number, value: number, step: number): number =>
  code - step * Math.round((code - value) / step);

/** Times longer than this without a sample of any channel are losses of signal, ms. */
const longestQuietMs = 60_000;

/** Losses of signal of a recording, from all of its channels together. */
export function findSilences(channels: readonly RecordedChannel[]): readonly Silence[] {
  const times = Float64Array.from(channels.flatMap((channel) => channel.atMs)).sort();
  const silences: Silence[] = [];
  for (let i = 1; i < times.length; i++) {
    if (times[i]! - times[i - 1]! > longestQuietMs) silences.push({ fromMs: times[i - 1]!, toMs: times[i]! });
  }
  return silences;
}
