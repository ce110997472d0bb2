import type { Role } from "../../protocol/access.ts";
import type { HttpParts } from "../../server/adapters/http/create-http.ts";
import { createFakeAccess, type FakeAccess, toDoor } from "./fake-access.ts";
import { openSmallHouse, type SmallHouse } from "./small-house.ts";
import { leakAlarm } from "./test-desk.ts";

/** A guarded house with something behind every door, and one of each key. */
export interface AttackHouse extends SmallHouse {
  readonly access: FakeAccess;
  /** Headers of somebody with a session. */
  session(role: Role): Record<string, string>;
  /** Headers of a program. */
  readonly keys: {
    readonly apiViewer: Record<string, string>;
    readonly telemetry: Record<string, string>;
    readonly otherLoop: Record<string, string>;
    readonly revoked: Record<string, string>;
  };
  /** A request to a path as it is written, which `fetch` would tidy up. */
  ask(method: string, path: string, options?: RequestInit): Promise<Response>;
}

/** Ends with the test. */
export async function openAttackHouse(change: Partial<HttpParts> = {}): Promise<AttackHouse> {
  const access = createFakeAccess();
  const house = await openSmallHouse({ ...toDoor(access), rateLimits: { apiPerMinute: 100_000 }, ...change });
  house.desk.say({ alarms: [leakAlarm] });
  const token = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const revoked = access.gives({ kind: "api", name: "old", role: "administrator" });
  access.ends(revoked);
  return {
    ...house,
    access,
    session: (role) => ({ cookie: `loopwatch_session=${access.begins(role)}` }),
    keys: {
      apiViewer: token(access.gives({ kind: "api", name: "grafana", role: "viewer" })),
      telemetry: token(access.gives({ kind: "telemetry", name: "telegraf", loops: "all" })),
      otherLoop: token(access.gives({ kind: "telemetry", name: "telegraf-2", loops: new Set(["loop-2"]) })),
      revoked: token(revoked),
    },
    ask: (method, path, options = {}) =>
      fetch(`${house.url}${path}`, { method, redirect: "manual", ...options }),
  };
}
