/** Where the reader is; lives in the part of the address after `#`. */
export type Route =
  | { readonly kind: "overview" }
  | { readonly kind: "loop"; readonly loopId: string }
  | { readonly kind: "mailbox"; readonly mailId: string | null }
  | { readonly kind: "alarms" };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A hand-typed "%": the raw text is as good a name as any, and will simply not be found.
    return part;
  }
}

/** Reads `location.hash`; anything unknown is the overview. */
export function parseRoute(hash: string): Route {
  const [head = "", id = ""] = hash
    .replace(/^#\/?/, "")
    .split("/")
    .map((part) => decode(part));
  if (head === "loop" && id !== "") return { kind: "loop", loopId: id };
  if (head === "mailbox") return { kind: "mailbox", mailId: id === "" ? null : id };
  if (head === "alarms") return { kind: "alarms" };
  return { kind: "overview" };
}

/** The address of a route, for links. */
export function toHash(route: Route): string {
  switch (route.kind) {
    case "overview":
      return "#/";
    case "loop":
      return `#/loop/${encodeURIComponent(route.loopId)}`;
    case "mailbox":
      return route.mailId === null ? "#/mailbox" : `#/mailbox/${encodeURIComponent(route.mailId)}`;
    case "alarms":
      return "#/alarms";
  }
}
