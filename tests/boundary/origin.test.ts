import { describe, expect, test } from "vitest";
import { decideOrigin, isLoopback, toPublicHost } from "../../server/boundary/origin.ts";

test.each(["localhost", "LOCALHOST", "127.0.0.1", "127.3.2.1", "::1", "[::1]"])(
  "%s is this machine",
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

test.each(["0.0.0.0", "::", "192.168.1.5", "127.0.0.1.example.org", "localhost.example.org", ""])(
  "%j is not this machine alone",
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

describe("a request", () => {
  test.each([
    ["of a program, which sends no Origin", "127.0.0.1:8420", undefined],
    ["of our own page", "127.0.0.1:8420", "http://127.0.0.1:8420"],
    ["of our own page under another loopback name", "localhost:8420", "http://localhost:8420"],
    ["of our own page over IPv6", "[::1]:8420", "http://[::1]:8420"],
    [
      "of our own page under the public name, behind a proxy that ends TLS",
      "loop.example.org",
      "https://loop.example.org",
    ],
  ])("%s is answered", (_name, host, origin) => {
    expect(
      decideOrigin({ host, origin }, { publicHost: toPublicHost("https://loop.example.org/"), mode: "open" }),
    ).toBeNull();
  });

  test.each([
    ["of another site's page", "127.0.0.1:8420", "https://evil.example.org"],
    ["of another program's page on this machine", "127.0.0.1:8420", "http://127.0.0.1:3000"],
    ["of a page without an address of its own", "127.0.0.1:8420", "null"],
  ])("%s may not act", (_name, host, origin) => {
    expect(decideOrigin({ host, origin }, { publicHost: null, mode: "open" })).toBe(
      "Another site may not act here.",
    );
  });

  test.each([
    ["a name that points here but is not ours", "evil.example.org:8420", "http://evil.example.org:8420"],
    ["no name at all", undefined, undefined],
    ["a name that is none", "a b", undefined],
  ])("under %s is refused", (_name, host, origin) => {
    expect(decideOrigin({ host, origin }, { publicHost: null, mode: "open" })).toBe(
      "This name is not one of ours; open Loopwatch by its own address.",
    );
  });
});
