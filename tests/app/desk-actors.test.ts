import { describe, expect, test } from "vitest";
import type { Role, Visitor } from "../../protocol/access.ts";
import { createOperationDesk } from "../../server/app/declare-operation.ts";
import { createDesk, type DeskParts } from "../../server/app/desk.ts";
import type { Ingest } from "../../server/app/ingest.ts";
import { found, key, openDesk } from "./alarm-desk-rig.ts";

/** A desk with one leak that nobody has acknowledged, on a real state store. */
function openActed() {
  const { desk: alarms, clock, log, store, commits } = openDesk();
  const ingest = { accept: async () => ({ kind: "accepted", points: 1 }) } as unknown as Ingest;
  const operations = createOperationDesk({
    ...{ loopIds: ["bench"], desk: alarms, clock, log },
    ingest: () => ingest,
    newestMs: () => null,
  });
  const unused = {
    policy: null,
    letters: { sourceMs: () => null },
    plotter: null,
    figures: null,
    surroundings: null,
  };
  const acts = { alarms, operations, clock, store, afterAct: () => undefined };
  const desk = createDesk({ ...acts, ...unused } as unknown as DeskParts);
  alarms.observe(key, found(0));
  alarms.settle();
  const view = () => alarms.state.standing.list()[0]!;
  const act = (kind: "acknowledge" | "comment", role: Role, via: Visitor["via"] = "session") =>
    desk.act(
      { kind, occurrenceId: view().id, version: view().version, by: "Somebody else", comment: "on it" },
      { name: "Ada", role, via, address: "192.0.2.1" },
    );
  const audit = () => commits.flatMap((change) => change.audit ?? []);
  return { desk, act, view, audit, commits };
}

describe("an act on the desk", () => {
  test("is written down under the account's name, whatever name it says", () => {
    const { act, view, audit } = openActed();
    expect(act("acknowledge", "operator")).toEqual({ ok: true });
    expect(view().acknowledgement?.by).toBe("Ada");
    expect(audit()).toMatchObject([
      { person: "Ada", role: "operator", via: "session", address: "192.0.2.1", deed: "acknowledge" },
    ]);
  });

  test("is written down under the name that it says where nobody logs in", () => {
    const { act, view, audit } = openActed();
    expect(act("acknowledge", "operator", "local")).toEqual({ ok: true });
    expect(view().acknowledgement?.by).toBe("Somebody else");
    expect(audit()).toMatchObject([{ person: "Somebody else", via: "local" }]);
  });

  test("says in one transaction with its fact what the alarm was before and after", () => {
    const { act, view, commits } = openActed();
    act("acknowledge", "administrator", "token");
    const change = commits.find(({ audit }) => audit !== undefined);
    expect(change?.journal?.some((fact) => fact.kind === "alarm" && fact.event.kind === "acknowledged")).toBe(
      true,
    );
    const { severity, version } = view();
    const rest = { severity, assignee: null, silencedBy: null, holds: [] };
    expect(change?.audit).toMatchObject([
      {
        subject: `alarm:${view().id}`,
        before: { ...rest, state: "unacknowledged", version: version - 1 },
        after: { ...rest, state: "acknowledged", version },
        comment: "on it",
        refusal: null,
      },
    ]);
  });

  test("of a viewer is refused with a sentence, changes nothing, and is in the audit", () => {
    const { act, view, audit, desk } = openActed();
    const before = view();
    const reason = "As viewer you may not act on alarms or declare operations: that takes the role operator.";
    expect(act("acknowledge", "viewer")).toEqual({ ok: false, reason });
    const operate = { kind: "operate", loopId: "bench", operation: "serviced", atMs: null } as const;
    const eve = { name: "Eve", role: "viewer", via: "token", address: "" } as const;
    expect(desk.act({ ...operate, by: "Ada", comment: "" }, eve)).toEqual({ ok: false, reason });
    expect(view()).toEqual(before);
    expect(audit()).toMatchObject([
      { person: "Ada", role: "viewer", before: null, after: null, refusal: reason },
      { person: "Eve", subject: "loop:bench", deed: "operate", before: null, after: null, refusal: reason },
    ]);
  });

  test("that declares an operation is in the audit too", () => {
    const { desk, audit } = openActed();
    const operate = { kind: "operate", loopId: "bench", operation: "serviced", atMs: null } as const;
    const ben = { name: "Ben", role: "operator", via: "session", address: "" } as const;
    expect(desk.act({ ...operate, by: "", comment: "new seal" }, ben)).toEqual({ ok: true });
    expect(audit()).toMatchObject([
      { person: "Ben", subject: "loop:bench", after: { operation: "serviced" }, comment: "new seal" },
    ]);
  });
});
