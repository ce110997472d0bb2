import { describe, expect, test } from "vitest";
import { openSmallHouse, type SmallHouse, testLoops } from "../../support/small-house.ts";
import { createTestDesk, leakAlarm } from "../../support/test-desk.ts";

const get = async (house: SmallHouse, path: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${house.url}/api/v1${path}`);
  return { status: response.status, body: await response.json() };
};

async function houseWithAlarm(): Promise<SmallHouse> {
  const house = await openSmallHouse();
  house.desk.say({ alarms: [leakAlarm] });
  return house;
}

describe("a question that is not understood is refused with a sentence:", () => {
  test.each([
    [
      "/alarms?loops=a",
      'There is no parameter "loops"; known: state, from, to, loop, severity, class, text, limit.',
    ],
    ["/alarms/loop-1.leak.1?full=1", 'There is no parameter "full"; nothing can be asked here.'],
    ["/alarms/loop-1.leak.1/mail?as=pdf", "as is json or html."],
    ["/incidents?limit=abc", "limit is a whole number from 1 to 50."],
    ["/incidents/x?a=1&b=2", 'There is no parameter "a", "b"; nothing can be asked here.'],
    ["/figures?over=1d", 'There is no parameter "over"; known: from, to.'],
    ["/ledger?loop=a%20b", "This is not the name of a loop."],
    ["/notices?state=lost", "state is one of queued, sending, accepted, retrying, given up."],
    ["/outbox?limit=0", "limit is a whole number from 1 to 500."],
    ["/counts?loop=a", 'There is no parameter "loop"; nothing can be asked here.'],
    ["/held?loop=a", 'There is no parameter "loop"; nothing can be asked here.'],
    ["/proofs?loop=a", 'There is no parameter "loop"; nothing can be asked here.'],
    ["/health?full=1", 'There is no parameter "full"; nothing can be asked here.'],
    ["/loops?id=a", 'There is no parameter "id"; nothing can be asked here.'],
    ["/loops/loop-1?x=", 'There is no parameter "x"; nothing can be asked here.'],
    [
      "/loops/loop-1/history?from=1&to=2&step=5",
      'There is no parameter "step"; known: from, to, points, of.',
    ],
    ["/mailbox?limit=3", 'There is no parameter "limit"; nothing can be asked here.'],
    ["/mailbox/1?x=", 'There is no parameter "x"; known: as.'],
    ["/count?measurment=a", "Say which measurement."],
  ])("%s", async (path, message) => {
    const house = await houseWithAlarm();
    expect(await get(house, path)).toMatchObject({ status: 400, body: { code: "invalid", message } });
  });
});

test("is asked for alone, not with everything that a page gets", async () => {
  const desk = createTestDesk(testLoops());
  const hello = (): never => {
    throw new Error("The whole snapshot was asked for.");
  };
  const house = await openSmallHouse({ desk: { ...desk, hello } });
  for (const path of [
    "/counts",
    "/held",
    "/proofs",
    "/health",
    "/notices",
    "/incidents",
    "/loops",
    "/alarms",
  ])
    expect(await get(house, path)).toMatchObject({ status: 200 });
});

describe("the mail about an alarm", () => {
  const preview = {
    subject: "WARNING",
    text: "A leak.",
    html: "<p>A leak.<script>parent.location='//x'</script></p>",
  };

  test("can be read before it is sent", async () => {
    const house = await houseWithAlarm();
    house.desk.keep({ preview });
    expect(await get(house, `/alarms/${leakAlarm.id}/mail`)).toEqual({ status: 200, body: preview });
    expect(await get(house, "/alarms/x/mail")).toMatchObject({ status: 404 });
    expect(await get(house, "/alarms/x/mail?as=html")).toMatchObject({ status: 404 });
  });

  test("as HTML can run nothing, load nothing, and act as nobody", async () => {
    const house = await houseWithAlarm();
    house.desk.keep({ preview });
    const { headers, ...response } = await fetch(
      `${house.url}/api/v1/alarms/${leakAlarm.id}/mail?as=html`,
    ).then(async (answer) => ({ headers: answer.headers, html: await answer.text() }));
    expect(response.html).toBe(preview.html);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
    );
  });
});
