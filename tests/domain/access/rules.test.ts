import { describe, expect, test } from "vitest";
import { roles } from "../../../protocol/access.ts";
import { days, hours, minutes } from "../../../protocol/time.ts";
import { decideName, toNameKey } from "../../../server/domain/access/account-name.ts";
import { toAddressKey } from "../../../server/domain/access/address-key.ts";
import { decideAct } from "../../../server/domain/access/deeds.ts";
import { decidePassword, toPasswordText } from "../../../server/domain/access/password-rule.ts";
import { isInForce } from "../../../server/domain/access/session-life.ts";

describe("what a role may do", () => {
  test("operators and administrators act, and nobody else", () => {
    expect(roles.filter((role) => decideAct(role) === null)).toEqual(["operator", "administrator"]);
  });

  test("whoever may not is told what it takes", () => {
    expect(decideAct("viewer")).toBe(
      "As viewer you may not act on alarms or declare operations: that takes the role operator.",
    );
  });
});

describe("a name", () => {
  test.each([
    ["Ada", "Ada", "ada"],
    ["  Grace Hopper ", "Grace Hopper", "grace hopper"],
    ["Björn", "Björn", "björn"],
    ["Bjo\u0308rn", "Björn", "björn"],
    ["ada@example.org", "ada@example.org", "ada@example.org"],
    ["李", "李", "李"],
  ])("%j is one", (typed, name, nameKey) => {
    expect(decideName(typed)).toEqual({ ok: true, name, nameKey });
    expect(toNameKey(typed)).toBe(nameKey);
  });

  test.each(["", " ", "-ada", "a\nb", "a\u202Eb", "<b>", 'a"b', "a\0", "x".repeat(65)])(
    "%j is none",
    (typed) => {
      expect(decideName(typed)).toMatchObject({ ok: false, reason: expect.stringMatching(/^A name /) });
    },
  );
});

describe("a password", () => {
  test.each([
    ["of ten characters", "0123456789", null],
    ["of ten characters of two units each", "💧".repeat(10), null],
    ["of two hundred characters", "x".repeat(200), null],
    ["of nine characters", "012345678", "A password has at least 10 characters."],
    ["of nine characters of two units each", "💧".repeat(9), "A password has at least 10 characters."],
    ["of more than two hundred", "x".repeat(201), "A password has at most 200 characters."],
    ["that is the name, whatever its case", "ADA LOVELACE", "The password may not be the name."],
  ])("%s", (_name, typed, expected) => {
    expect(decidePassword(typed, "Ada Lovelace")).toBe(expected);
  });

  test("is the same on every keyboard", () => {
    expect(toPasswordText("pa\u0308sswo\uFB03rd")).toBe(toPasswordText("pässwoffird"));
  });
});

test.each([
  ["just made", 0, 0, true],
  ["used just now, six days old", days(6), days(6), true],
  ["unused for almost twelve hours", hours(12) - 1, 0, true],
  ["unused for twelve hours", hours(12), 0, false],
  ["a week old, and in use", days(7), days(7), false],
  ["from after now, because the clock was set back", -minutes(5), 0, true],
])("a session that is %s", (_name, nowMs, seenMs, expected) => {
  expect(isInForce({ begunMs: 0, seenMs, expiresMs: days(7) }, nowMs)).toBe(expected);
});

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002:0:0:0:9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", ""],
])("the address %s is of the place %s", (address, expected) => {
  expect(toAddressKey(address)).toBe(expected);
});
