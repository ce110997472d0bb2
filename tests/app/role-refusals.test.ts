import { expect, test, vi } from "vitest";
import { hours, minutes } from "../../protocol/time.ts";
import { openAccessHouse, password } from "../support/access-house.ts";

const viewer = { name: "Ben", role: "viewer", via: "session", address: "192.0.2.9" } as const;
const told = "This needs the role operator; you are viewer.";

test("who asks for more than the role has a line in the audit, and many share one", async () => {
  const { access, audit, clock } = openAccessHouse();
  access.turnedAway(viewer, "POST /api/v1/acts", told);
  expect(audit()).toMatchObject([
    {
      ...{ person: "Ben", role: "viewer", via: "session", address: "192.0.2.9" },
      ...{ deed: "POST /api/v1/acts", subject: "account:Ben", refusal: told },
    },
  ]);
  for (let n = 0; n < 1000; n++) access.turnedAway(viewer, "POST /api/v1/acts", told);
  expect(audit().length).toBe(20);
  await clock.advance(minutes(11));
  expect(audit().length).toBe(21);
  expect(audit().at(-1)).toMatchObject({
    person: "Ben",
    after: { count: 981 },
    refusal: "981 requests were refused.",
  });
  await clock.advance(hours(1));
  expect(audit().length).toBe(21);
});

test("logins with the right password do not count as failed while the disk fails", async () => {
  const { access, books, desk, login } = openAccessHouse();
  await desk.addUser("Ada", "operator", password);
  access.grant("no token");
  const begin = vi.spyOn(books.sessions, "begin").mockImplementation(() => {
    throw new Error("disk full");
  });
  for (let n = 0; n < 30; n++)
    expect(await login()).toMatchObject({ ok: false, reason: expect.stringContaining("server's log") });
  begin.mockRestore();
  expect(await login()).toMatchObject({ ok: true });
});
