import { join } from "node:path";
import { createAckLinks } from "../../server/adapters/ack-links.ts";
import { createSmtpMailer } from "../../server/adapters/mail/smtp-mailer.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createHookSender } from "../../server/adapters/webhook/http-hook-sender.ts";
import { type AlarmDesk, createAlarmDesk } from "../../server/app/alarm-desk.ts";
import { savedAlarmVersion } from "../../server/app/alarm-state.ts";
import { createHouseAlarms, type HouseAlarms } from "../../server/app/house-alarms.ts";
import { createLetterWriter, type LetterParts, toLetterSources } from "../../server/app/letters.ts";
import { createOutbox, type Outbox } from "../../server/app/outbox.ts";
import type { StateStore } from "../../server/app/ports.ts";
import { createRules } from "../../server/app/rules-of-alarms.ts";
import { createSensingWatch, type SensingWatch } from "../../server/app/sensing-watch.ts";
import { toFallbackNotice } from "../../server/domain/notice/fallback-notice.ts";
import { toLoop } from "./builders.ts";
import type { LeapingClock } from "./killed-alarms-clock.ts";
import type { KillPoints } from "./killed-alarms-points.ts";
import { scriptCallAgainMs, scriptLoops, scriptPolicy } from "./killed-alarms-script.ts";
import type { MemoryLog } from "./memory-log.ts";

/** Where a house is, and who hears from it. */
export interface Surroundings {
  readonly folder: string;
  readonly smtpUrl: string;
  readonly hookUrl: string;
}

/** Alarms, outbox and journal as the monitor has them, without the telemetry that it judges. */
export interface AlarmHouse {
  readonly state: StateStore;
  readonly alarms: AlarmDesk;
  readonly house: HouseAlarms;
  readonly sensing: SensingWatch;
  readonly outbox: Outbox;
  /** Notices that were settled when it opened. */
  readonly settledAtStart: readonly string[];
  /** Resolves when every notice was taken or given up, or is kept back on purpose. */
  delivered(): Promise<void>;
  stop(): Promise<void>;
}

const loops = scriptLoops.map((id) => toLoop({ id, name: id }));

const isSettled = (kind: string): boolean => kind === "accepted" || kind === "given up";

/** Opens what the folder has, wired as the monitor wires it: real SQLite, real SMTP, real HTTP. */
export function openAlarmHouse(
  { folder, smtpUrl, hookUrl }: Surroundings,
  parts: { readonly clock: LeapingClock; readonly log: MemoryLog; readonly points: KillPoints },
): AlarmHouse {
  const { clock, log, points } = parts;
  const inner = createSqliteState(join(folder, "state.sqlite"));
  const state = points.state(inner);
  const saved = state.load(savedAlarmVersion);
  const smtp = createSmtpMailer({ url: smtpUrl, from: "Loopwatch <loopwatch@example.org>" });
  const mailer = points.mailer(smtp);
  const configs = ["board", "phone"].map((id) => ({
    ...{ id, url: `${hookUrl}/${id}`, secret: "a secret of the test" },
    shape: "loopwatch" as const,
  }));
  const letters: LetterParts = {
    ...{ loops, clock, policy: scriptPolicy, host: "example.org", pageUrl: "http://127.0.0.1:8420" },
    ackLinks: createAckLinks({
      secret: state.secret("acknowledge link"),
      baseUrl: "http://127.0.0.1:8420",
    }),
    hookShape: () => "loopwatch",
    estimate: () => null,
    sourceMs: () => clock.nowMs(),
  };
  let wakeWaiter: () => void = () => undefined;

  const outbox = createOutbox({
    ...{ state, mailer, clock, log },
    hooks: points.hooks(createHookSender(configs, clock)),
    plotter: { draw: async () => null },
    otherWay: {
      isShared: () => false,
      toNotice: (originals) =>
        toFallbackNotice(originals, toLetterSources(letters, alarms.state), clock.nowMs()),
    },
    toCurrent: ({ message }) => message,
    onNotice: () => wakeWaiter(),
    onDelivery({ failing }) {
      house.delivery(failing, clock.nowMs());
      alarms.settle();
    },
  });
  const alarms: AlarmDesk = createAlarmDesk({
    ...{ store: state, saved, clock, log },
    feed: { alarm: () => undefined },
    policy: scriptPolicy,
    rulesOf: createRules(loops, scriptCallAgainMs),
    writeLetter: createLetterWriter(letters),
    record: () => undefined,
    send: outbox.add,
  });
  const house = createHouseAlarms(alarms);
  const sensing = createSensingWatch(loops, alarms);
  outbox.recover(saved.notices);

  const kinds = (): readonly string[] => outbox.list().map(({ state: at }) => at.kind);

  return {
    ...{ state, alarms, house, sensing, outbox },
    settledAtStart: saved.notices.filter(({ state: at }) => isSettled(at.kind)).map(({ id }) => id),
    async delivered() {
      for (;;) {
        clock.run();
        // Nobody waits here for the pause after a failure.
        outbox.wake();
        clock.run();
        if (!kinds().some((kind) => kind === "queued" || kind === "sending" || kind === "retrying")) return;
        await new Promise<void>((resolve) => {
          wakeWaiter = resolve;
        });
      }
    },
    async stop() {
      alarms.stop();
      const quiet = outbox.stop();
      await smtp.close();
      await quiet;
      state.close();
    },
  };
}
