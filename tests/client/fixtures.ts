import type { AlarmView } from "../../protocol/alarm.ts";
import type { LoopView } from "../../protocol/telemetry.ts";
import { type Hello, wireVersion } from "../../protocol/wire.ts";

/** A loop with two pressures, a temperature and a flow. */
export const someLoop: LoopView = {
  id: "loop-a",
  name: "Loop A",
  coolant: "water",
  chargeL: 44,
  minimumInventoryL: 40,
  accumulator: { volumeL: 8, gasL: 4 },
  channels: [
    { id: "p1", name: "Accumulator", role: "pressure", unit: "kPa", position: null },
    { id: "t1", name: "Inlet", role: "temperature", unit: "degC", position: null },
    { id: "p2", name: "Pump", role: "pressure", unit: "kPa", position: null },
    { id: "f1", name: "Flow", role: "flow", unit: "L/min", position: null },
  ],
};

/** A leak warning that nobody acknowledged. */
export const someAlarm: AlarmView = {
  id: "loop-a.leak.1",
  version: 1,
  incidentId: "incident.loop-a.leak.1",
  loopId: "loop-a",
  alarmClass: "leak",
  part: null,
  state: "unacknowledged",
  severity: "warning",
  verdict: "leak",
  headline: "Coolant leak in Loop A",
  evidence: [],
  openedMs: 1000,
  onsetMs: null,
  returnedMs: null,
  leakKgPerH: 1,
  leakSdKgPerH: 0.1,
  lostL: 0.5,
  timeLeft: null,
  firstOut: null,
  acknowledgement: null,
  hold: null,
  blindSinceMs: null,
  silenced: null,
  assignee: null,
  comments: [],
  calls: 1,
  previousId: null,
};

/** A snapshot with one loop, never heard, and nothing else. */
export const someHello: Hello = {
  wireVersion,
  version: "0.0.0",
  serverMs: 5000,
  seq: 0,
  loops: [someLoop],
  signals: [{ loopId: "loop-a", lastSampleMs: null, lastArrivalMs: null, silent: false }],
  estimates: [],
  conditions: [],
  alarms: [],
  counts: { unacknowledged: 0, acknowledged: 0, returned: 0, held: 0, worst: null },
  held: [],
  incidents: [],
  flood: null,
  proofs: [],
  notices: [],
  mails: [],
  mailboxKept: true,
  scenario: null,
  you: { name: "", role: "operator", via: "local" },
  health: {
    store: { name: "SQLite", ok: true, detail: "" },
    spool: { waiting: 0, oldestMs: null },
    mail: { name: "built-in mailbox", ok: true, detail: "", waiting: 0 },
  },
};
