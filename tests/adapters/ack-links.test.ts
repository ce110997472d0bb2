import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idPattern } from "../../protocol/ids.ts";
import { days } from "../../protocol/time.ts";
import { createAckLinks } from "../../server/adapters/ack-links.ts";
import type { AckToken } from "../../server/app/desk-port.ts";
import { fakeStartMs } from "../support/fake-clock.ts";

const baseUrl = "https://loopwatch.example.org";
const links = createAckLinks({ secret: new Uint8Array(32).fill(1), baseUrl });
const token: AckToken = {
  occurrenceId: "ms-22.leak.1671065172",
  calls: 2,
  personId: "ada",
  expiresMs: fakeStartMs + days(7),
};
const toText = (given: AckToken): string => links.toUrl(given).slice(`${baseUrl}/ack/`.length);

describe("an acknowledge link", () => {
  test("says on the way back what it was made of", () => {
    expect(links.toUrl(token)).toMatch(/^https:\/\/loopwatch\.example\.org\/ack\/[A-Za-z0-9_-]+$/);
    expect(links.read(toText(token), fakeStartMs)).toEqual({ token, expired: false });
  });

  test("is the same each time it is made, and short enough for a line of a mail or two", () => {
    expect(links.toUrl(token)).toBe(links.toUrl(token));
    expect(toText(token).length).toBeLessThan(90);
  });

  test("expires when it says, and still tells of which alarm it was", () => {
    expect(links.read(toText(token), token.expiresMs - 1)).toEqual({ token, expired: false });
    expect(links.read(toText(token), token.expiresMs)).toEqual({ token, expired: true });
  });

  test("of another secret is none", () => {
    const others = createAckLinks({ secret: new Uint8Array(32).fill(2), baseUrl });
    expect(links.read(others.toUrl(token).slice(`${baseUrl}/ack/`.length), fakeStartMs)).toBeNull();
  });

  test.each([
    ["nothing", ""],
    ["a signature alone", "A".repeat(22)],
    ["a text that is too long", "A".repeat(601)],
    ["no base64url", "%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%"],
    ["our own text with a space behind it", `${toText(token)} `],
    ["our own text with padding", `${toText(token)}==`],
    ["the first half of our own text", toText(token).slice(0, 40)],
  ])("is not read from %s", (_name, text) => {
    expect(links.read(text, fakeStartMs)).toBeNull();
  });

  test("is not read when any character of it was changed", () => {
    const text = toText(token);
    for (let i = 0; i < text.length; i++) {
      const other = text[i] === "A" ? "B" : "A";
      expect(links.read(text.slice(0, i) + other + text.slice(i + 1), fakeStartMs)).toBeNull();
    }
  });

  test("is read back whatever it names, and ends in a letter or digit, so that no mail program cuts it", () => {
    const id = fc.stringMatching(idPattern);
    fc.assert(
      fc.property(
        id,
        id,
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 0, max: 4e9 }),
        (a, b, calls, s) => {
          const given = { occurrenceId: a, personId: b, calls, expiresMs: s * 1000 };
          expect(links.read(toText(given), 0)?.token).toEqual(given);
          expect(toText(given)).toMatch(/[A-Za-z0-9]$/);
        },
      ),
    );
  });
});
