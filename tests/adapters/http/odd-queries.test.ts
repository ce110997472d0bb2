import { describe, expect, test } from "vitest";
import { openSmallHouse } from "../../support/small-house.ts";
import { leakAlarm } from "../../support/test-desk.ts";

describe("a question that is not understood is refused with a sentence:", () => {
  test.each([
    [
      "/alarms?loops=a",
      'There is no parameter "loops"; there are state, from, to, loop, severity, class, text, limit.',
    ],
    ["/alarms/loop-1.leak.1?full=1", 'There is no parameter "full"; nothing can be asked here.'],
    ["/alarms/loop-1.leak.1/mail?as=pdf", "as is json or html."],
    ["/incidents?limit=abc", "limit is a whole number from 1 to 50."],
    ["/incidents/x?a=1&b=2", 'There is no parameter "a", "b"; nothing can be asked here.'],
    ["/figures?over=1d", 'There is no parameter "over"; there are from, to.'],
    ["/ledger?loop=a%20b", "This is not the name of a loop."],
    ["/notices?state=lost", "state is one of queued, sending, accepted, retrying, given up."],
    ["/outbox?limit=0", "limit is a whole number from 1 to 500."],
    ["/counts?loop=a", 'There is no parameter "loop"; nothing can be asked here.'],
    ["/held?loop=a", 'There is no parameter "loop"; nothing can be asked here.'],
    ["/proofs?loop=a", 'There is no parameter "loop"; nothing can be asked here.'],
    ["/health?full=1", 'There is no parameter "full"; nothing can be asked here.'],
    ["/loops?id=a", 'There is no parameter "id"; nothing can be asked here.'],
    ["/loops/loop-1?x=", 'There is no parameter "x"; nothing can be asked here.'],
    ["/loops/loop-1/history?from=1&to=2&step=5", 'There is no parameter "step"; there are from, to, points.'],
    ["/mailbox?limit=3", 'There is no parameter "limit"; nothing can be asked here.'],
    ["/mailbox/1?x=", 'There is no parameter "x"; nothing can be asked here.'],
    ["/count?measurment=a", "Say which measurement."],
  ])("%s", async (path, message) => {
    const house = await openSmallHouse();
    house.desk.say({ alarms: [leakAlarm] });
    const response = await fetch(`${house.url}/api/v1${path}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "invalid", message });
  });
});
