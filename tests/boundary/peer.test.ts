import { expect, test } from "vitest";
import { createPeerReader } from "../../server/boundary/peer.ts";

const trusted = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
const from = (remoteAddress: string, forwarded?: string, proto?: string) =>
  createPeerReader(trusted)({
    remoteAddress,
    isEncrypted: false,
    headers: { "x-forwarded-for": forwarded, "x-forwarded-proto": proto },
  });

test.each([
  ["nobody in between", "192.0.2.7", undefined, "192.0.2.7"],
  ["an IPv4 address on a socket for both families", "::ffff:192.0.2.7", undefined, "192.0.2.7"],
  ["a stranger who writes the header", "192.0.2.7", "127.0.0.1", "192.0.2.7"],
  ["our proxy", "127.0.0.1", "192.0.2.7", "192.0.2.7"],
  ["our proxy, which says nothing", "127.0.0.1", undefined, "127.0.0.1"],
  ["our proxy, and a visitor who wrote a header first", "127.0.0.1", "10.9.9.9, 192.0.2.7", "192.0.2.7"],
  ["two proxies of ours", "127.0.0.1", "192.0.2.7, 10.1.2.3", "192.0.2.7"],
  ["a proxy of ours over IPv6", "fd00::1", "2001:db8::7", "2001:db8::7"],
  ["nonsense in the header", "127.0.0.1", "192.0.2.7, <script>", "127.0.0.1"],
  ["a thousand hops", "127.0.0.1", Array.from({ length: 1000 }, () => "10.0.0.1").join(","), "10.0.0.1"],
])("the visitor behind %s is found", (_name, remote, forwarded, address) => {
  expect(from(remote, forwarded).address).toBe(address);
});

test.each([
  ["our proxy says so", "127.0.0.1", "https", true],
  ["our proxy says the opposite", "127.0.0.1", "http", false],
  ["the nearest of two proxies says so", "127.0.0.1", "http, https", true],
  ["a stranger says so", "192.0.2.7", "https", false],
])("a visitor is on TLS when %s", (_name, remote, proto, isHttps) => {
  expect(from(remote, "192.0.2.7", proto).isHttps).toBe(isHttps);
});
