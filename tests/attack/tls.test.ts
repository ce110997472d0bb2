import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request as toRequest } from "node:https";
import { connect as connectPlain } from "node:net";
import { join } from "node:path";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { createWebServer } from "../../server/start/web-server.ts";
import { problemsOf, small } from "../boundary/config-cases.ts";
import { openGuardedHouse, password } from "../support/guarded-house.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { createTestCertificates, hasOpenssl } from "../support/tls-front.ts";

/** Status and headers of an answer, over TLS or not. */
async function ask(
  url: string,
  ca: Buffer,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const request = toRequest(url, { ca, method: init.method ?? "GET", headers: init.headers ?? {} });
  if (init.body !== undefined) request.write(init.body);
  request.end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  return { status: response.statusCode, headers: response.headers };
}

test.skipIf(!hasOpenssl)(
  "over TLS the door is the same, cookies are for TLS alone, and the built-in simulator finds its way in",
  async () => {
    const dir = tempDirForTest();
    createTestCertificates(dir);
    const ca = readFileSync(join(dir, "ca.pem"));
    const text = `${small.replaceAll("loop-1", "ms-22").replace("field: p", "field: accumulator_pressure_kpa")}tls: { certFile: ${join(dir, "cert.pem")}, keyFile: ${join(dir, "key.pem")} }\n`;
    const house = await openGuardedHouse(text, dir);
    onTestFinished(() => house.close());
    expect(house.url).toMatch(/^https:/);
    const health = await ask(`${house.url}/healthz`, ca);
    expect(health.headers["strict-transport-security"]).toMatch(/^max-age=\d+$/);
    const body = JSON.stringify({ name: "Ada", password });
    const login = await ask(`${house.url}/api/v1/session`, ca, {
      ...{ method: "POST", body },
      headers: { "content-type": "application/json", "content-length": String(body.length) },
    });
    expect(login.status).toBe(200);
    const [cookie = ""] = login.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^__Host-loopwatch_session=[\w-]{43}; .*Secure/);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect((await ask(`${house.url}/api/v1/loops`, ca, { headers })).status).toBe(200);
    expect((await ask(`${house.url}/api/v1/loops`, ca)).status).toBe(401);

    const { innerUrl, simulatorToken, monitor } = house.loopwatch;
    const page = io(house.url, { transports: ["websocket"], ca, extraHeaders: headers } as never);
    onTestFinished(() => void page.disconnect());
    const hello = await new Promise((resolve) => page.once("hello", resolve));
    expect(hello).toMatchObject({ you: { name: "Ada", role: "operator", via: "session" } });
    const scenario = new Promise((resolve) => page.once("scenario", resolve));
    const simulator = spawn(
      process.execPath,
      ["--import", "tsx", "simulator/main.ts", "--url", await innerUrl(), "--loop", "ms-22"],
      { env: { ...process.env, INFLUX_TOKEN: simulatorToken }, stdio: "ignore" },
    );
    onTestFinished(() => void simulator.kill("SIGKILL"));
    expect(await scenario).toMatchObject({ loopId: "ms-22" });
    await expect
      .poll(() => monitor.desk.hello().signals[0]?.lastSampleMs ?? null, { timeout: 20_000 })
      .not.toBeNull();
  },
);

test.skipIf(!hasOpenssl)("plain HTTP to a port with TLS is not answered", async () => {
  const dir = tempDirForTest();
  createTestCertificates(dir);
  const server = createWebServer(
    { certFile: join(dir, "cert.pem"), keyFile: join(dir, "key.pem") },
    (_request, response) => void response.end("in"),
  );
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const socket = connectPlain((server.address() as { port: number }).port, "127.0.0.1");
  socket.on("error", () => undefined);
  let heard = "";
  socket.on("data", (data) => {
    heard += data.toString("latin1");
  });
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "close");
  expect(heard).not.toContain("in");
});

test("certificates that are not there, or do not go together, keep the server from starting, with a sentence", () => {
  const dir = tempDirForTest();
  const missing = { certFile: join(dir, "none.pem"), keyFile: join(dir, "none.key") };
  expect(() => createWebServer(missing, () => undefined)).toThrow("Check tls.certFile in the configuration.");
});

test("proxies are named by address or network", () => {
  expect(problemsOf(`${small}proxy: { trusted: [127.0.0.1, 10.0.0.0/8, "fd00::/8"] }\n`)).toEqual([]);
  for (const wrong of ["proxy.example.org", "10.0.0.0/33", "10.0.0.0/8/8", "*"])
    expect(problemsOf(`${small}proxy: { trusted: ["${wrong}"] }\n`).join(), wrong).toContain(
      "proxy.trusted[0]",
    );
  expect(problemsOf(`${small}tls: { certFile: a.pem }\n`).join()).toContain("tls.keyFile");
});
