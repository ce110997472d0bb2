const groupsOfNetwork = 4;
const groupsInAll = 8;

/**
 * What counts as one place: an IPv4 address, or the /64 of an IPv6 address, of which whoever has one has all (RFC 6177).
 * IPv4 in IPv6's clothes (::ffff:192.0.2.1) is IPv4.
 */
export function toAddressKey(address: string): string {
  const text = address.trim().toLowerCase().slice(0, 64);
  const mapped = /^(?:0*:)*:?ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)?.[1];
  if (mapped !== undefined) return mapped;
  if (!text.includes(":")) return text;
  const [head = "", tail] = (text.split("%")[0] ?? "").split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, groupsInAll - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  const network = groups.slice(0, groupsOfNetwork).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${network.join(":")}::/64`;
}
