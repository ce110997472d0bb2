import { expect, test } from "vitest";
import { minutes } from "../../protocol/time.ts";
import { found, key, openDesk, sourceMs } from "./alarm-desk-rig.ts";

test("an escalation gives the figures of the moment at which it is written, not those of the alarm's last change", async () => {
  const { desk, clock, sent, estimates } = openDesk();
  desk.observe(key, found(0, { headline: "Coolant leak, 20.0 kg/h", leakKgPerH: 20, leakSdKgPerH: 1 }));
  desk.settle();
  estimates.set(key.loopId, {
    loopId: key.loopId,
    atMs: sourceMs + minutes(14),
    detection: { kind: "leaking" },
    ...{ inventoryL: 40, inventorySdL: 1, bottomedOut: false, lostL: 5 },
    ...{ leakKgPerH: 23.4, leakSdKgPerH: 1, timeLeft: null },
  });
  await clock.advance(minutes(16));
  const mails = sent.flatMap(({ message }) => (message.kind === "mail" ? [message.mail] : []));
  const later = mails.find(({ subject }) => subject.includes("not acknowledged for 10 min"));
  expect(mails[0]?.subject).toContain("20.0 kg/h");
  expect(later?.subject).toContain("23.4 kg/h");
  expect(later?.text).toContain("Coolant leak, 23.4 kg/h");
  expect(later?.text).not.toContain("20.0 kg/h +/-");
});
