import { channels, type Load, measurementOf, toLoopName } from "./shape.ts";

/** Bodies of one sender, ready to be sent. */
export interface Bodies {
  /** The `n`-th body. The memory belongs to the generator and is used again some bodies later. */
  next(n: number): Buffer;
}

/** Bodies rendered beforehand; only their times change later, so that sending costs the sender next to nothing. */
const rendered = 16;

/** Epoch milliseconds have this many digits until the year 2286. */
const timeDigits = 13;

/** Source time from one point of a series to its next: at a million values a second about real time. */
const stepMs = 1;

interface Template {
  readonly bytes: Buffer;
  /** Where each line's time begins. */
  readonly timeAt: readonly number[];
}

/** Bodies of the `sender`-th sender: loops are dealt out, so that no two senders send the same series. */
export function createBodies(load: Load, sender: number): Bodies {
  const series = seriesOf(load, sender);
  // Each body begins with the first series anew, at a later time.
  const stepsPerBody = Math.ceil(load.pointsPerBody / series.length);
  const templates = Array.from({ length: rendered }, (_, i) => render(load, series, i));
  return {
    next(n) {
      const { bytes, timeAt } = templates[n % rendered]!;
      let digits = "";
      let writtenMs = Number.NaN;
      for (let point = 0; point < load.pointsPerBody; point++) {
        const step = n * stepsPerBody + Math.floor(point / series.length);
        const atMs = load.startMs + step * stepMs;
        if (atMs !== writtenMs) digits = String(atMs);
        writtenMs = atMs;
        bytes.write(digits, timeAt[point]!, timeDigits, "latin1");
      }
      return bytes;
    },
  };
}

/** Text before the fields, and the channels of a line, for each series of a sender. */
function seriesOf(load: Load, sender: number) {
  const own = Array.from({ length: load.loops }, (_, i) => i).filter((i) => i % load.senders === sender);
  const measurement = measurementOf[load.kind];
  return own.flatMap((i) => {
    const head = `${measurement},loop=${toLoopName(i)}`;
    if (load.kind === "wide")
      return [{ head, fields: channels.map(({ id, value }) => ({ name: id, value })) }];
    return channels.map(({ id, value }) => ({
      head: `${head},channel=${id}`,
      fields: [{ name: "value", value }],
    }));
  });
}

function render(load: Load, series: ReturnType<typeof seriesOf>, body: number): Template {
  const lines: string[] = [];
  const timeAt: number[] = [];
  let at = 0;
  for (let point = 0; point < load.pointsPerBody; point++) {
    const { head, fields } = series[point % series.length]!;
    const written = fields.map(({ name, value }, i) => `${name}=${around(value, body * 31 + point + i)}`);
    const line = `${head} ${written.join(",")} `;
    timeAt.push(at + line.length);
    lines.push(line, "0".repeat(timeDigits), "\n");
    at += line.length + timeDigits + 1;
  }
  return { bytes: Buffer.from(lines.join(""), "latin1"), timeAt };
}

/** The value with a sensor's small noise, as a sensor would write it: three digits behind the point. */
const around = (value: number, n: number): string => (value + ((n * 7919) % 199) / 1000 - 0.1).toFixed(3);
