import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seconds } from "../../protocol/time.ts";
import { createSqliteAccess } from "../../server/adapters/sqlite/sqlite-access.ts";
import { createSqliteState } from "../../server/adapters/sqlite/sqlite-state.ts";
import { createAlarmState, type SavedAlarmState, savedAlarmVersion } from "../../server/app/alarm-state.ts";
import { scripts } from "../faults/alarms/scripts.ts";
import { createLeapingClock } from "./killed-alarms-clock.ts";
import { openAlarmHouse } from "./killed-alarms-house.ts";
import { type Outcomes, openProgress, playStep, recallPast, type Stage } from "./killed-alarms-player.ts";
import { createKillPoints } from "./killed-alarms-points.ts";
import type { Report } from "./killed-alarms-report.ts";
import { scriptPolicy, scriptStartMs, toStepTimes } from "./killed-alarms-script.ts";
import { createMemoryLog } from "./memory-log.ts";

// Plays a script from the first step that nobody was answered, and tells at its end what it came to; or is killed.
const [scriptId = "", folder = "", smtpUrl = "", hookUrl = "", killAt = "0"] = process.argv.slice(2);
const script = scripts.find(({ id }) => id === scriptId);
if (script === undefined) throw new Error(`There is no script ${scriptId}.`);

const points = createKillPoints(Number(killAt));
const log = createMemoryLog();
const progress = openProgress(folder);
const times = toStepTimes(script);
// A moment before the step that was under way: its second comes again.
const clock = createLeapingClock((times[progress.from] ?? times.at(-1) ?? scriptStartMs) - seconds(1));
const outcomes: Outcomes = { doneTwice: [], refused: [] };
const open = () => openAlarmHouse({ folder, smtpUrl, hookUrl }, { clock, log, points });

const stage: Stage = {
  ...{ script, clock, progress, outcomes },
  house: open(),
  async reopen() {
    await stage.house.stop();
    return open();
  },
};
// So that whoever reads the mails knows what must not come again.
appendFileSync(join(folder, "lives"), `${JSON.stringify(stage.house.settledAtStart)}\n`);
recallPast(stage, progress.from);
await stage.house.delivered();
for (let i = progress.from; i < script.steps.length; i++) await playStep(stage, i);

const notices = stage.house.outbox.list();
const alarms = stage.house.alarms.state.save();
await stage.house.stop();

const state = createSqliteState(join(folder, "state.sqlite"));
const journal = [...state.journal()];
const books = createSqliteAccess(join(folder, "state.sqlite"));
const replay = createAlarmState(scriptPolicy);
for (const entry of journal) replay.replay(entry);
const { snapshot, journal: behind } = state.load(savedAlarmVersion);
const restart = createAlarmState(scriptPolicy, snapshot?.state as SavedAlarmState | undefined);
for (const entry of behind) restart.replay(entry);
const report: Report = {
  points: points.count,
  ...{ alarms, ...outcomes },
  replayed: replay.save(),
  restarted: restart.save(),
  occurrences: state.occurrences({ limit: 1000 }),
  letters: journal.flatMap((entry) =>
    entry.kind === "call" && entry.fact.kind === "letter"
      ? [{ letter: entry.fact.letter, subject: entry.fact.subject }]
      : [],
  ),
  notices,
  hasGap: journal.some(({ seq }, i) => seq !== i + 1),
  audit: books.trail.verify(),
  acts: {
    inJournal: journal.filter((entry) => entry.kind === "alarm" && "act" in entry.event).length,
    inAudit: [...books.trail.since(0)].filter(({ refusal }) => refusal === null).length,
  },
  errors: log.entries.filter(({ level }) => level === "error").map(({ message }) => message),
};
state.close();
books.close();
writeFileSync(join(folder, "report.json"), JSON.stringify(report));
process.exit(0);
