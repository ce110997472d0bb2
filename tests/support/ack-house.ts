import { ackLinkLifeMs } from "../../server/app/desk-port.ts";
import { fakeStartMs } from "./fake-clock.ts";
import { openSmallHouse, type SmallHouse, testLinks } from "./small-house.ts";
import { leakAlarm } from "./test-desk.ts";

/** Address of the page behind Ada's link, or another one. */
export const toPath = (change: { calls?: number; personId?: string } = {}): string =>
  new URL(
    testLinks.toUrl({
      occurrenceId: leakAlarm.id,
      calls: 1,
      personId: "ada",
      expiresMs: fakeStartMs + ackLinkLifeMs,
      ...change,
    }),
  ).pathname;

/** A small house whose clock a test moves. */
export interface AckHouse extends SmallHouse {
  moveTo(nowMs: number): void;
}

/** Ada's link works, and an acknowledgement shows on the alarm. */
export async function openAckHouse(): Promise<AckHouse> {
  let nowMs = fakeStartMs;
  const house = await openSmallHouse({
    clock: { nowMs: () => nowMs },
    publicUrl: "http://loopwatch.example.org",
  });
  house.desk.keep({ people: { ada: "Ada <Lovelace>" } });
  house.desk.say({ alarms: [leakAlarm] });
  house.desk.answers(({ by, comment }) => {
    house.desk.say({
      alarms: [{ ...leakAlarm, state: "acknowledged", acknowledgement: { by, comment, atMs: fakeStartMs } }],
    });
    return { ok: true };
  });
  return {
    ...house,
    moveTo: (toMs) => {
      nowMs = toMs;
    },
  };
}

/** What a reader gets, redirections not followed. */
export const open = async (house: SmallHouse, path: string, init: RequestInit = {}) => {
  const response = await fetch(`${house.url}${path}`, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, html: await response.text() };
};

/** Sends the form, as a browser does from the page itself unless the headers say otherwise. */
export const submit = (
  house: SmallHouse,
  fields: Record<string, string> = { version: "1", comment: "on it" },
  headers: Record<string, string> = { origin: "null", "sec-fetch-site": "same-origin" },
) => open(house, toPath(), { method: "POST", body: new URLSearchParams(fields), headers });
