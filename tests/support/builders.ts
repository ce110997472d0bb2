import type { AlarmView } from "../../protocol/alarm.ts";
import type { AlarmFigures } from "../../protocol/incident.ts";
import { minutes, seconds } from "../../protocol/time.ts";
import type { Finding } from "../../server/domain/alarm/alarm.ts";
import type { Channel, Loop } from "../../server/domain/loop/loop.ts";

/** A channel that says what the test gives; the rest is a healthy pressure sensor of one sample a second. */
export function toChannel(given: Partial<Channel> & Pick<Channel, "id">): Channel {
  return {
    name: given.id,
    role: "pressure",
    unit: "kPa",
    position: null,
    source: { measurement: "bench", tags: { loop: "bench" }, field: given.id },
    reporting: "periodic",
    maxAgeMs: seconds(10),
    range: { low: 20, high: 1000 },
    step: 0.1,
    box: null,
    ...given,
  };
}

/** Two pressure sensors, one at the accumulator, and a thermometer in the coolant, in this order. */
const benchChannels: readonly Channel[] = [
  toChannel({ id: "p-acc", name: "Accumulator pressure", position: "accumulator" }),
  toChannel({ id: "p-out", name: "Pump outlet pressure", position: "pump-outlet" }),
  toChannel({
    id: "t-in",
    name: "Radiator inlet",
    role: "temperature",
    unit: "degC",
    range: { low: -60, high: 120 },
    step: 0.01,
  }),
];

/** A small loop that learns in half an hour. At 20 °C and 300 kPa: 40 L of HFE-7200 and 4 L of gas. */
export function toLoop(given: Partial<Loop> = {}): Loop {
  return {
    id: "bench",
    name: "Bench loop",
    coolant: "hfe-7200",
    chargeL: 40,
    referenceTempC: 20,
    referencePressureKpa: 300,
    accumulator: { volumeL: 8, gasL: 4 },
    minimumInventoryL: 36,
    learningMs: minutes(30),
    falseAlarmsPerYear: 1,
    responseTimeMs: minutes(30),
    assumed: [],
    channels: benchChannels,
    ...given,
  };
}

/** A leak as a detector finds it. */
export function toFinding(given: Partial<Finding> = {}): Finding {
  return {
    severity: "caution",
    verdict: "leak",
    headline: "Coolant leak, 1 kg/h",
    evidence: [{ side: "for", text: "The pressure fell." }],
    onsetMs: null,
    leakKgPerH: 1,
    leakSdKgPerH: 0.1,
    lostL: 0.5,
    timeLeft: { p05Ms: minutes(500), p50Ms: minutes(600), p95Ms: minutes(700) },
    ...given,
  };
}

/** An unacknowledged leak alarm as page and mail see it, changed as the test needs it. */
export const toAlarmViewOf = (given: Partial<AlarmView> = {}): AlarmView => ({
  loopId: "bench",
  alarmClass: "leak",
  part: null,
  id: "bench.leak.1671062400",
  incidentId: "incident.bench.leak.1671062400",
  version: 1,
  state: "unacknowledged",
  severity: "caution",
  verdict: "leak",
  headline: "Coolant leak, 1 kg/h",
  evidence: [{ side: "for", text: "The pressure fell." }],
  openedMs: 1_671_062_400_000,
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
  ...given,
});

/** Figures of a time in which nothing happened. */
export const quietFigures = (fromMs: number, toMs: number): AlarmFigures => ({
  fromMs,
  toMs,
  annunciated: 0,
  perHour: 0,
  mostInTenMinutes: 0,
  floods: { count: 0, totalMs: 0, shareOfTime: 0 },
  chattering: [],
  fleeting: 0,
  stale: [],
  bySeverity: { emergency: 0, warning: 0, caution: 0, advisory: 0 },
  topTen: [],
  timeToAcknowledgeMs: null,
});
