import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type SmtpScript, startSmtpPeer } from "../support/smtp-peer.ts";
import { tempDirForTest } from "../support/temp-dir.ts";
import { runCommand } from "../support/test-terminal.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function configFile(): string {
  const file = join(tempDirForTest(), "loopwatch.yaml");
  writeFileSync(
    file,
    `mail: { from: "Loopwatch <loopwatch@example.org>", to: [ada@example.org, ben@example.org] }
loops: [{ id: one, channels: [{ id: p, role: pressure, source: { measurement: m, field: p } }] }]
`,
  );
  return file;
}

const startPeer = async (script?: SmtpScript) => {
  const peer = await startSmtpPeer(script);
  cleanups.push(() => peer.close());
  return peer;
};

describe("mail --test", () => {
  test("hands a mail that says it is a test to everybody, and prints the server's answers", async () => {
    const peer = await startPeer();
    const ran = await runCommand(["mail", "--test", "--config", configFile()], {
      env: { SMTP_URL: peer.url },
    });
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(
      /^ada@example\.org: taken by 127\.0\.0\.1:\d+: 250 .*\nben@example\.org: taken by 127\.0\.0\.1:\d+: 250 .*\n$/,
    );
    expect(peer.mails.map(({ to }) => [to].flat().map((one) => one?.text))).toEqual([
      ["ada@example.org"],
      ["ben@example.org"],
    ]);
    expect(peer.mails[0]?.subject).toMatch(/^Test mail from Loopwatch on .*, no alarm$/);
    expect(peer.mails[0]?.text).toContain("TEST, no alarm");
    expect(peer.mails[0]?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(new Set(peer.mails.map(({ messageId }) => messageId)).size).toBe(2);
  });

  test("goes to one address instead", async () => {
    const peer = await startPeer();
    const args = ["mail", "--test", "--to", "eve@example.org", "--config", configFile()];
    expect((await runCommand(args, { env: { SMTP_URL: peer.url } })).code).toBe(0);
    expect(peer.mails).toHaveLength(1);
  });

  test("answers no when one of them was refused, and says by what", async () => {
    const peer = await startPeer({ recipient: (address) => (address.startsWith("ben@") ? 550 : null) });
    const ran = await runCommand(["mail", "--test", "--json", "--config", configFile()], {
      env: { SMTP_URL: peer.url },
    });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toMatchObject({
      ok: false,
      from: "Loopwatch <loopwatch@example.org>",
      mails: [
        { to: "ada@example.org", ok: true },
        { to: "ben@example.org", ok: false, answer: expect.stringContaining("550") },
      ],
    });
  });

  test.each<{ readonly name: string; readonly env: Record<string, string>; readonly says: string }>([
    { name: "no mail server is configured", env: {}, says: "Set SMTP_URL." },
    { name: "the address is none", env: { SMTP_URL: "mail.example.org" }, says: "SMTP_URL" },
  ])("answers no when $name", async ({ env, says }) => {
    const ran = await runCommand(["mail", "--test", "--config", configFile()], { env });
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain(says);
  });

  test("answers no when there is no such configuration", async () => {
    const ran = await runCommand(["mail", "--test", "--config", "/no/such/file.yaml"]);
    expect(ran).toMatchObject({ code: 1, out: "" });
    expect(ran.err).toContain("/no/such/file.yaml cannot be read.");
  });
});

test.each([
  { name: "neither", args: ["mail"] },
  { name: "both", args: ["mail", "--test", "--preview", "mail.html"] },
])("$name of test and preview is wrong use", async ({ args }) => {
  const ran = await runCommand(args);
  expect(ran).toMatchObject({ code: 2, out: "" });
  expect(ran.err).toContain("say either --test or --preview <file>.");
});

describe("mail --preview", () => {
  test("writes the mail of an example alarm in one file, picture included", async () => {
    const file = join(tempDirForTest(), "mail.html");
    const ran = await runCommand(["mail", "--preview", file]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toBe(
      `${file} shows the mail "WARNING loop-a: leak 4.20 kg/h +/- 0.5, 9 h left (7-12)".\n`,
    );
    const html = readFileSync(file, "utf8");
    expect(html).toContain("Coolant leak, 4.20 kg/h");
    expect(html).toMatch(/<img src="data:image\/png;base64,iVBOR/);
    expect(html).not.toMatch(/src="(?!data:)|<script|<link/);
  });

  test("answers no where it cannot write", async () => {
    const ran = await runCommand(["mail", "--preview", "/no/such/folder/mail.html"]);
    expect(ran.code).toBe(1);
    expect(existsSync("/no/such/folder")).toBe(false);
    expect(ran.err).toContain("/no/such/folder/mail.html cannot be written.");
  });
});
