import { request } from "node:http";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { open, openAckHouse, submit, toPath } from "../../support/ack-house.ts";
import type { SmallHouse } from "../../support/small-house.ts";
import { leakAlarm } from "../../support/test-desk.ts";

describe("an acknowledge page", () => {
  test("shows the alarm as it is now, and a form in the person's name", async () => {
    const house = await openAckHouse();
    const { status, html } = await open(house, toPath());
    expect(status).toBe(200);
    expect(html).toContain("WARNING, not acknowledged");
    expect(html).toContain("<h1>Coolant is being lost</h1>");
    expect(html).toContain("22.8 ± 1.0 kg/h");
    expect(html).toContain("Acknowledge as Ada &lt;Lovelace&gt;");
    expect(html).toContain('<input type="hidden" name="version" value="1">');
    expect(html).not.toContain("<script");
    expect(html).not.toContain("Figures as of");
  });

  test("says of which moment its figures are", async () => {
    const house = await openAckHouse();
    house.desk.keep({ heardMs: Date.UTC(2022, 11, 15, 1, 2, 3) });
    const { html } = await open(house, toPath());
    expect(html).toContain("<dt>Figures as of</dt><dd>2022-12-15 01:02:03 UTC</dd>");
  });

  test("is not kept, not framed, not told to others, and can do nothing but post its form", async () => {
    const house = await openAckHouse();
    const { headers } = await open(house, toPath());
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]+='; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
  });

  test.each<[string, string, Record<string, string>]>([
    ["GET", "plainly", {}],
    ["HEAD", "plainly", {}],
    ["GET", "by a scanner that pretends", { "x-http-method-override": "POST", "x-method-override": "POST" }],
    ["GET", "by a browser that looks ahead", { purpose: "prefetch", "sec-purpose": "prefetch" }],
    ["GET", "from a mail program on the web", { "sec-fetch-site": "cross-site" }],
    ["HEAD", "with the form's own headers", { "content-type": "application/x-www-form-urlencoded" }],
  ])("fetched with %s %s acknowledges nothing", async (method, _how, headers) => {
    const house = await openAckHouse();
    const query = "?version=1&comment=x&_method=POST";
    const { status } = await open(house, `${toPath()}${query}`, { method, headers });
    expect(status).toBe(200);
    expect(house.desk.acts).toEqual([]);
  });

  test("says nothing of any alarm to somebody with a link that is not ours", async () => {
    const house = await openAckHouse();
    for (const path of [
      "/ack/x",
      `${toPath().slice(0, -3)}abc`,
      "/ack/%E0%A4%A",
      `/ack/${"A".repeat(4000)}`,
    ]) {
      const { status, html } = await open(house, path);
      expect([400, 404]).toContain(status);
      expect(html).not.toContain("Coolant");
      expect(html).toContain("Open the live page");
    }
    expect(house.log.entries).toEqual([]);
  });
});

describe("the form", () => {
  test("acknowledges as that person, and leads back to the page", async () => {
    const house = await openAckHouse();
    const { status, headers } = await submit(house, { version: "1", comment: "two\r\nlines" });
    expect(status).toBe(303);
    expect(new URL(headers.get("location") ?? "", `${house.url}${toPath()}`).pathname).toBe(toPath());
    expect(house.desk.acts).toEqual([
      {
        kind: "acknowledge",
        occurrenceId: leakAlarm.id,
        version: 1,
        by: "Ada <Lovelace>",
        comment: "two\nlines",
      },
    ]);
    expect((await open(house, toPath())).html).toContain("You have acknowledged this alarm.");
  });

  test("sent a second time does nothing and says who did it", async () => {
    const house = await openAckHouse();
    await submit(house);
    const { status, html } = await submit(house);
    expect(status).toBe(409);
    expect(html).toContain("You have acknowledged this alarm.");
    expect(html).not.toContain("came too late");
    expect(house.desk.acts).toHaveLength(1);
  });

  test("of an alarm that changed while it was read says what changed, and keeps what was written", async () => {
    const house = await openAckHouse();
    house.desk.answers(() => {
      house.desk.say({ alarms: [{ ...leakAlarm, version: 2, headline: "Coolant is being lost faster" }] });
      return { ok: false, reason: "The alarm has changed since it was shown." };
    });
    const { status, html } = await submit(house, { version: "1", comment: "<mine>" });
    expect(status).toBe(409);
    expect(html).toContain("The alarm has changed since it was shown.");
    expect(html).toContain("Coolant is being lost faster");
    expect(html).toContain('name="version" value="2"');
    expect(html).toContain("&lt;mine&gt;</textarea>");
  });

  test.each<[string, Record<string, string>, string]>([
    ["no version", { comment: "x" }, "The version of the alarm is missing."],
    [
      "a comment that is too long",
      { version: "1", comment: "x".repeat(501) },
      "A comment may have 500 characters.",
    ],
  ])("with %s is refused with a sentence", async (_name, fields, sentence) => {
    const house = await openAckHouse();
    const { status, html } = await submit(house, fields);
    expect(status).toBe(400);
    expect(html).toContain(sentence);
    expect(house.desk.acts).toEqual([]);
  });

  test("that is far too long is refused before it is read", async () => {
    const house = await openAckHouse();
    expect((await submit(house, { version: "1", comment: "x".repeat(20_000) })).status).toBe(413);
    expect(house.log.entries).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ["another site", { origin: "https://evil.example.org", "sec-fetch-site": "cross-site" }],
    ["another site that says nothing of itself", { "sec-fetch-site": "cross-site" }],
    ["a neighbour under the same domain", { origin: "null", "sec-fetch-site": "same-site" }],
    ["a frame without an origin", { origin: "null" }],
    ["a file that was opened", { origin: "null", "sec-fetch-site": "none" }],
    [
      "another site behind a browser's lie",
      { origin: "https://evil.example.org", "sec-fetch-site": "same-origin" },
    ],
  ])("from %s is refused", async (_name, headers) => {
    const house = await openAckHouse();
    const { status, html } = await submit(house, undefined, headers);
    expect(status).toBe(403);
    expect(html).toContain("Another site may not act here.");
    expect(house.desk.acts).toEqual([]);
  });

  test.each<[string, (house: SmallHouse) => Record<string, string>]>([
    [
      "a browser that names the page's origin",
      (house) => ({ origin: house.url, "sec-fetch-site": "same-origin" }),
    ],
    ["a browser without Fetch Metadata", (house) => ({ origin: house.url })],
    ["a program", () => ({})],
  ])("from %s is taken", async (_name, toHeaders) => {
    const house = await openAckHouse();
    expect((await submit(house, undefined, toHeaders(house))).status).toBe(303);
  });

  test("under a name that is not ours is refused, and under our public one it is taken", async () => {
    const house = await openAckHouse();
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asked = request(
          `${house.url}${toPath()}`,
          { method: "POST", headers: { host, "content-type": "application/x-www-form-urlencoded" } },
          (response) => {
            response.resume();
            resolve(response.statusCode);
          },
        );
        asked.on("error", reject).end("version=1");
      });
    expect(await ask("rebound.example.org")).toBe(403);
    expect(house.desk.acts).toEqual([]);
    expect(await ask("loopwatch.example.org")).toBe(303);
  });
});

test("a failure is a page for the reader and a line in the log, without the link in it", async () => {
  const house = await openAckHouse();
  house.desk.answers(() => {
    throw new Error("The disk is full.");
  });
  const { status, html } = await submit(house);
  expect(status).toBe(500);
  expect(html).toContain("Something went wrong here.");
  expect(house.log.entries.map(({ message }) => message)).toEqual([
    "A page behind an acknowledge link failed.",
  ]);
  expect(inspect(house.log.entries, { depth: null })).not.toContain(toPath().slice("/ack/".length));
});
