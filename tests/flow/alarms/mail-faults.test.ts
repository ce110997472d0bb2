import { expect, onTestFinished, test } from "vitest";
import type { NoticeView } from "../../../protocol/notice.ts";
import { minutes, seconds } from "../../../protocol/time.ts";
import { usualSilenceMs } from "../../../server/adapters/mail/smtp-mailer.ts";
import { createSqliteState } from "../../../server/adapters/sqlite/sqlite-state.ts";
import { openPlantHouse, type PlantHouse, type PlantSettings } from "../../support/house-plant.ts";
import { findDeadUrl, startBreakingFront, startSmtpPeer } from "../../support/smtp-peer.ts";

// A leak while something is wrong with the mail server, which is real and speaks over real sockets.

/** The part of the journal that says what was decided of the loop, and when. */
function decisionsOf({ statePath }: PlantHouse): readonly string[] {
  const state = createSqliteState(statePath);
  const told = [...state.journal()].flatMap((entry) =>
    entry.kind === "alarm" && entry.key.alarmClass !== "house"
      ? [JSON.stringify([entry.writtenMs, entry.key, entry.event])]
      : [],
  );
  state.close();
  return told;
}

const notices = ({ page }: PlantHouse): readonly NoticeView[] => [...page.notices.values()];
const idsOf = ({ mail }: PlantHouse): readonly string[] =>
  mail.mails.map(({ messageId }) => messageId!.replace(/^<|@.*$/g, "")).sort();
const mailIds = (house: PlantHouse): readonly string[] =>
  notices(house)
    .flatMap(({ channel, id }) => (channel === "mail" ? [id] : []))
    .sort();
const kindsTo = (house: PlantHouse, to: string): ReadonlySet<string> =>
  new Set(notices(house).flatMap((notice) => (notice.to === to ? [notice.state.kind] : [])));
const deliveryOf = ({ page }: PlantHouse) =>
  [...page.alarms.values()].find(({ alarmClass, part }) => alarmClass === "house" && part === "delivery");

/** A quarter of an hour from the puncture: the call, its escalation, what joined, and the first reminder. */
async function puncture(settings: PlantSettings, whileMailsHang = false): Promise<PlantHouse> {
  const house = await openPlantHouse({ plays: "S01", ...settings });
  await house.after(minutes(16), { whileMailsHang });
  return house;
}

test("a mail server that is down for an hour gets every notice afterwards, in the meantime the pager has the urgent ones", async () => {
  const first = await startSmtpPeer();
  await first.close();
  const house = await openPlantHouse({ plays: "S01", smtpUrl: first.url });
  await house.after(minutes(1));
  expect(deliveryOf(house)).toBeUndefined();
  await house.after(minutes(3));
  // After two minutes an urgent notice goes the other way as well.
  expect(house.paged).toHaveLength(1);
  expect(house.paged[0]).toMatch(/"ms-22\.leak\./);
  await house.after(minutes(56));
  expect(deliveryOf(house)).toMatchObject({ severity: "warning", state: "unacknowledged" });
  expect(deliveryOf(house)!.headline).toBe("Notices do not reach Anna; Ben");
  expect(house.monitor.health().mail.ok).toBe(false);
  const waiting = notices(house).filter(({ state }) => state.kind === "retrying");
  expect(waiting.length).toBeGreaterThan(10);

  const { port } = first;
  const back = await startSmtpPeer({ port });
  onTestFinished(() => back.close());
  await house.after(minutes(16));
  expect(notices(house).filter(({ state }) => state.kind !== "accepted")).toEqual([]);
  expect(idsOf({ ...house, mail: back })).toEqual(mailIds(house));
  expect(deliveryOf(house)!.state).toBe("returned unacknowledged");
  expect(house.monitor.health().mail.ok).toBe(true);
  const pagedFor = notices(house).flatMap(({ insteadOf }) => (insteadOf === null ? [] : [insteadOf]));
  expect(new Set(pagedFor).size).toBe(pagedFor.length);
  expect(house.paged).toHaveLength(pagedFor.length);
});

test("what is decided, and when, does not depend on the mail server", async () => {
  const calm = await puncture({});
  const away = await puncture({ smtpUrl: await findDeadUrl() });
  const slowly = (): Promise<null> =>
    new Promise((resolve) => void slow!.clock.after(seconds(30), () => resolve(null)));
  let slow: PlantHouse | null = null;
  slow = await openPlantHouse({ plays: "S01", script: { recipient: slowly, data: slowly } });
  await slow.after(minutes(16), { whileMailsHang: true });
  const decided = decisionsOf(calm);
  expect(decided.length).toBeGreaterThan(3);
  expect(decisionsOf(away)).toEqual(decided);
  expect(decisionsOf(slow)).toEqual(decided);
  await slow.after(minutes(3), { whileMailsHang: true });
  expect(kindsTo(slow, "anna@example.org")).toEqual(new Set(["accepted"]));
  expect(idsOf(slow)).toEqual(mailIds(slow));
});

test("a recipient who is refused is shown as given up, her pager has it, and nobody else waits", async () => {
  const house = await puncture({
    script: { recipient: (address) => (address.startsWith("anna") ? 550 : null) },
  });
  expect(kindsTo(house, "anna@example.org")).toEqual(new Set(["given up"]));
  expect(kindsTo(house, "ben@example.org")).toEqual(new Set(["accepted"]));
  expect(kindsTo(house, "pager")).toEqual(new Set(["accepted"]));
  expect(house.mail.mails.length).toBeGreaterThan(1);
  expect(deliveryOf(house)).toMatchObject({ state: "unacknowledged", headline: "Notices do not reach Anna" });
  const givenUp = notices(house).filter(({ state }) => state.kind === "given up");
  expect(notices(house).flatMap(({ insteadOf }) => insteadOf ?? [])).toEqual(givenUp.map(({ id }) => id));
});

test("a server that greylists has every notice at the second attempt, and nobody is alarmed", async () => {
  const seen = new Set<string>();
  const greylist = (address: string): number | null => {
    if (seen.has(address)) return null;
    seen.add(address);
    return 451;
  };
  const house = await puncture({ script: { recipient: greylist } });
  expect(new Set(notices(house).map(({ state }) => state.kind))).toEqual(new Set(["accepted"]));
  expect(notices(house)[0]!.state).toMatchObject({ kind: "accepted", attempts: 2 });
  expect(idsOf(house)).toEqual(mailIds(house));
  expect(deliveryOf(house)).toBeUndefined();
  expect(house.paged).toEqual([]);
});

test("a connection that breaks off in mid-message costs no notice, and no second copy", async () => {
  const mail = await startSmtpPeer();
  onTestFinished(() => mail.close());
  const front = await startBreakingFront(mail.port);
  onTestFinished(() => front.close());
  front.breaks(3);
  const house = await puncture({ smtpUrl: front.url });
  expect(front.broken()).toBe(3);
  expect(new Set(notices(house).map(({ state }) => state.kind))).toEqual(new Set(["accepted"]));
  expect(idsOf({ ...house, mail })).toEqual(mailIds(house));
});

test("a mail server that needs half a minute for each answer is not taken for dead", () => {
  // In the tests above it needs half a minute of the house's clock; sockets have a clock of their own.
  expect(usualSilenceMs).toBeGreaterThanOrEqual(2 * seconds(30));
});
