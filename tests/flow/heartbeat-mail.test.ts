import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { minutes, seconds } from "../../protocol/time.ts";
import { createLoopwatch } from "../../server/compose.ts";
import { configOf, small } from "../boundary/config-cases.ts";
import { createFakeClock, fakeStartMs } from "../support/fake-clock.ts";
import { startHttpPeer, unusedAddress } from "../support/http-peer.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { tempDirForTest } from "../support/temp-dir.ts";

test("the heart beats on while a mail does not arrive: one wrong address is no dead monitor", async () => {
  let beats = 0;
  const watchman = await startHttpPeer((_, response) => {
    beats += 1;
    response.end("OK");
  });
  const text = small.replace(
    "field: p }",
    "field: p }\n        limits: [{ above: 400, severity: warning, for: 1s }]",
  );
  const config = configOf(
    `${text}store: { kind: sqlite }
listen: { port: 0 }
dataDir: ${join(tempDirForTest(), "data")}
timetable: { heartbeat: { url: "${watchman}", every: 1min } }
`,
    { SMTP_URL: (await unusedAddress()).replace("http:", "smtp:") },
  );
  const clock = createFakeClock();
  const server = await createLoopwatch(config, {
    version: "test",
    ...{ clientDir: null, searchPath: undefined, clock, log: createMemoryLog() },
  });
  onTestFinished(() => server.stop());
  const lines = Array.from(
    { length: 20 },
    (_, s) => `coolant_loop,loop=loop-1 p=500 ${fakeStartMs + s * 1000}`,
  );
  await server.monitor.ingest.accept(Buffer.from(lines.join("\n")), "ms");
  await vi.waitUntil(async () => {
    await clock.advance(seconds(1));
    return !server.monitor.health().mail.ok;
  }, 10_000);
  const before = beats;
  await clock.advance(minutes(1));
  await vi.waitUntil(() => beats > before, 5000);
  expect(server.monitor.health()).toMatchObject({ store: { ok: true }, mail: { ok: false } });
});
