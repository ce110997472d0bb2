import { describe, expect, test } from "vitest";
import { ackLinkLifeMs } from "../../../server/app/desk-port.ts";
import { open, openAckHouse, submit, toPath } from "../../support/ack-house.ts";
import { fakeStartMs } from "../../support/fake-clock.ts";
import { leakAlarm } from "../../support/test-desk.ts";

describe("a link that can do nothing any more", () => {
  const acknowledgement = { by: "Grace", atMs: fakeStartMs, comment: "pump is off" };

  test("because somebody else was faster says who, when and what they said", async () => {
    const house = await openAckHouse();
    house.desk.say({ alarms: [{ ...leakAlarm, state: "acknowledged", acknowledgement }] });
    const { html } = await open(house, toPath());
    expect(html).toContain("Grace has acknowledged this alarm.");
    expect(html).toContain("2022-12-15 00:00:00 UTC. “pump is off”");
    expect(html).not.toContain("<form");
    expect(html).not.toContain("came too late");
    const late = await submit(house);
    expect(late.status).toBe(409);
    expect(late.html).toContain(
      "Your acknowledgement came too late; neither it nor what you wrote is on record.",
    );
    expect(late.html).toContain("Grace has acknowledged this alarm.");
  });

  test("because the alarm has called again says so", async () => {
    const house = await openAckHouse();
    house.desk.say({ alarms: [{ ...leakAlarm, calls: 2 }] });
    const { html } = await open(house, toPath());
    expect(html).toContain("This alarm has called again since this mail.");
    expect(html).not.toContain("<form");
    expect((await submit(house)).status).toBe(409);
    expect(house.desk.acts).toEqual([]);
  });

  test.each([
    ["became worse", "emergency", "This alarm has become worse: emergency, not acknowledged."],
    ["came back", "warning", "This alarm came back: warning, not acknowledged."],
  ] as const)("because the alarm %s leads to the new one", async (_name, severity, sentence) => {
    const house = await openAckHouse();
    const newer = { ...leakAlarm, id: "loop-1.leak.2", previousId: leakAlarm.id, severity };
    house.desk.say({
      alarms: [{ ...leakAlarm, state: "normal" }, newer],
      incidents: [
        {
          id: leakAlarm.incidentId,
          loopId: "loop-1",
          causeId: leakAlarm.id,
          title: "",
          severity,
          openedMs: 1,
          closedMs: null,
          members: [{ ...newer, occurrenceId: newer.id, beganMs: 1, stands: true }],
          timeline: [],
        },
      ],
    });
    const { html } = await open(house, toPath());
    expect(html).toContain(sentence);
    expect(html).toContain('href="../#/alarms/loop-1.leak.2"');
    expect(html).not.toContain("<form");
  });

  test("because it has expired says so", async () => {
    const house = await openAckHouse();
    house.moveTo(fakeStartMs + ackLinkLifeMs - 1);
    expect((await open(house, toPath())).html).toContain("<form");
    house.moveTo(fakeStartMs + ackLinkLifeMs);
    const { html } = await open(house, toPath());
    expect(html).toContain("This link has expired, and nobody has acknowledged the alarm.");
    expect(html).not.toContain("<form");
    expect((await submit(house)).status).toBe(409);
    expect(house.desk.acts).toEqual([]);
  });

  test("because its person is gone says so", async () => {
    const house = await openAckHouse();
    const { html } = await open(house, toPath({ personId: "bob" }));
    expect(html).toContain("is no longer in the configuration");
    expect(html).not.toContain("<form");
  });
});
