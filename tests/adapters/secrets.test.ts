import { describe, expect, onTestFinished, test } from "vitest";
import { createInfluxStore } from "../../server/adapters/influx/influx-store.ts";
import { createLog } from "../../server/adapters/log.ts";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import { createLearningVeil, createSecretVeil } from "../../server/adapters/secret-veil.ts";
import { createSystemClock } from "../../server/adapters/system-clock.ts";
import { createHookSender } from "../../server/adapters/webhook/http-hook-sender.ts";
import { secretsOf } from "../../server/boundary/config-secrets.ts";
import { configOf, problemsOf, small } from "../boundary/config-cases.ts";
import { hear, startHttpPeer } from "../support/http-peer.ts";
import { startSmtpPeer } from "../support/smtp-peer.ts";

const secret = "hunter2/sesame+9";
const key = "T000/B000/keyinaddress";

/** A configuration in which every place that can hold a secret holds one. */
const toConfig = (base: string, smtpUrl: string) =>
  configOf(
    `${small}store: { kind: influx, url: "${base}" }
webhooks: [{ id: pager, url: "${base}/${key}" }]
mqtt: [{ url: "mqtt://broker.example.org", user: plant, subscriptions: [{ topic: "a/+", payload: line-protocol }] }]
timetable: { heartbeat: { url: "${base}/ping/${key}" } }
`,
    {
      INFLUX_USERNAME: "writer",
      INFLUX_PASSWORD: secret,
      INFLUX_TOKEN: `${secret}-token`,
      MQTT_PASSWORD: `${secret}-mqtt`,
      WEBHOOK_SECRET_PAGER: `${secret}-hook`,
      SMTP_URL: smtpUrl,
    },
  );

/** What must be nowhere in the log. */
const forbidden = [
  secret,
  encodeURIComponent(secret),
  Buffer.from(`writer:${secret}`).toString("base64"),
  Buffer.from(`\0mailer\0${secret}`).toString("base64"),
  "keyinaddress",
];

describe("with secrets in every place of the configuration", () => {
  test("no error of any peer brings one of them into the log, even if the peer repeats what it was sent", async () => {
    // A gateway that is wrong in the most talkative way: it answers with all it has heard.
    const base = await startHttpPeer(async (request, response) => {
      const { body } = await hear(request);
      response
        .writeHead(401)
        .end(JSON.stringify({ error: `${request.url} ${JSON.stringify(request.headers)} ${body}` }));
    });
    const smtp = await startSmtpPeer({ auth: 535 });
    onTestFinished(() => smtp.close());
    const smtpUrl = `smtp://mailer:${encodeURIComponent(secret)}@127.0.0.1:${smtp.port}`;
    const config = toConfig(base, smtpUrl);
    if (config.store.kind !== "influx") throw new Error("The test's own configuration is wrong.");
    const lines: string[] = [];
    const log = createLog({
      level: "info",
      forPeople: false,
      write: (line) => void lines.push(line),
      veil: createSecretVeil(secretsOf(config)),
    });
    const store = createInfluxStore(config.store);
    onTestFinished(() => store.close());
    const mailer = createSmtpMailer({ ...config.smtp, url: smtpUrl });
    onTestFinished(() => mailer.close());
    const hooks = createHookSender(config.webhooks, createSystemClock());
    const mail = {
      to: "a@example.org",
      subject: "s",
      text: "t",
      html: "",
      messageId: "<a@b>",
      inReplyTo: null,
    };
    const attempts: readonly Promise<unknown>[] = [
      store.ping(),
      store.write(Buffer.from("a b=1 1\n"), "ns"),
      store.count("a"),
      mailer.send({ ...mail, headers: {}, urgent: false, references: [], attachments: [], plot: null }, null),
      hooks.send({ hook: "pager", id: "1", body: "{}" }),
    ];
    const outcomes = await Promise.allSettled(attempts);
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as Error] : [],
    );
    expect(failures.length).toBeGreaterThanOrEqual(4);
    for (const error of failures) {
      log.error(`It failed: ${error.message}`, { error, config, stack: error.stack });
      log.warn("Nested.", { deeper: { still: [error.message, error.cause] } });
    }
    log.info(`Addresses: ${smtpUrl} ${config.webhooks[0]?.url} ${config.timetable.heartbeat?.url}`);
    const printed = lines.join("");
    expect(lines.length).toBe(2 * failures.length + 1);
    for (const text of forbidden) expect(printed).not.toContain(text);
    expect(printed).toContain("[hidden]");
  });

  test("no problem of a configuration repeats a secret", () => {
    const wrong = problemsOf(small, {
      SMTP_URL: `not a url ${secret}`,
      INFLUX_URL: `ftp://user:${secret}@db`,
      LOOPWATCH_PORT: "x",
    });
    expect(wrong.length).toBe(3);
    expect(wrong.join("\n")).not.toContain(secret);
  });

  test("every secret that the environment brings is known to the veil", () => {
    const told = secretsOf(toConfig("http://127.0.0.1:1", `smtp://mailer:${encodeURIComponent(secret)}@h`));
    for (const one of [secret, `${secret}-token`, `${secret}-mqtt`, `${secret}-hook`, key, `ping/${key}`])
      expect(told).toContain(one);
  });
});

describe("the veil", () => {
  const veil = createSecretVeil(["opensesame", 'with "quotes"']);
  test.each([
    ["as it is", "the word opensesame fails", "the word [hidden] fails"],
    ["in base64", `Basic ${Buffer.from("opensesame").toString("base64")}`, "Basic [hidden]"],
    ["inside JSON", String.raw`{"a":"with \"quotes\""}`, '{"a":"[hidden]"}'],
    ["of somebody else, in a header", "Authorization: Token abcdef0123", "Authorization: Token [hidden]"],
    ["nowhere", "an ordinary sentence about a token", "an ordinary sentence about a token"],
  ])("covers a secret %s", (_where, text, covered) => {
    expect(veil(text)).toBe(covered);
  });

  test("learns what a reload brings, and goes on covering what was before", () => {
    const { veil: growing, learn } = createLearningVeil();
    expect(growing("first-secret")).toBe("first-secret");
    learn(["first-secret"]);
    learn(["second-secret"]);
    expect(growing("first-secret second-secret")).toBe("[hidden] [hidden]");
  });

  test("a very short secret does not make every line unreadable", () => {
    expect(createSecretVeil(["a"])("a plain sentence")).toBe("a plain sentence");
  });
});

test.each([true, false])("one event is one line, whatever stands in it (for people: %s)", (forPeople) => {
  const lines: string[] = [];
  const log = createLog({ level: "info", forPeople, write: (line) => void lines.push(line) });
  const forged = "x\n12:00:00 error: forged\r\n\u001b[2Kgone\u009b1A\u2028";
  log.info(`From a client: ${forged}`, { name: forged, [forged]: 1 });
  expect(lines).toHaveLength(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(lines[0]).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+\n$/);
});
