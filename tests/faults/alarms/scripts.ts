import { hours, minutes, seconds } from "../../../protocol/time.ts";
import {
  acts,
  found,
  gone,
  leakOf,
  limitOf,
  operates,
  processOf,
  proves,
  restarts,
  type Script,
  type Step,
  sees,
  silent,
  waits,
} from "../../support/killed-alarms-script.ts";

const leak = leakOf("ms-22");
const other = leakOf("cdu-1");
const pressureLow = limitOf("ms-22", "p2.low");
const flowLow = limitOf("ms-22", "flow.low");
const flow = processOf("cdu-1");

/** As every detector says while all is well: what a start recalls may end with it, although the journal knows more. */
const allIsWell: Step = sees(
  seconds(10),
  ...[leak, other, pressureLow, flowLow, flow, toOneOfMany(3)].map((key) => gone(key)),
);

/** In the middle of the night (UTC) all of them begin; Nora sleeps. */
export const scripts: readonly Script[] = [
  {
    id: "consequences",
    title: "a leak with consequences and loss of sensing",
    steps: [
      allIsWell,
      sees(minutes(1), found(leak)),
      sees(seconds(20), found(pressureLow)),
      sees(seconds(20), found(flowLow), found(leak, { leakKgPerH: 9, headline: "Coolant leak, 9 kg/h" })),
      sees(
        minutes(1),
        found(leak, { severity: "emergency", leakKgPerH: 22, headline: "Coolant leak, 22 kg/h" }),
      ),
      silent(minutes(1), "ms-22"),
      waits(seconds(31)),
      acts(minutes(2), "acknowledge", leak, { comment: "I am on it." }),
      waits(minutes(20)),
      silent(minutes(5)),
      sees(seconds(10), found(leak, { severity: "emergency", leakKgPerH: 23 }), gone(flowLow)),
      acts(minutes(1), "comment", leak, { comment: "The valve is closed." }),
      operates(minutes(1), "ms-22", "isolation"),
      sees(minutes(2), gone(leak), gone(pressureLow)),
      acts(minutes(2), "acknowledge", pressureLow, { comment: "It follows from the leak.", by: "Ben" }),
      acts(minutes(2), "reset", leak, { comment: "Isolated, it holds." }),
      waits(minutes(40)),
    ],
  },
  {
    id: "escalation",
    title: "an escalation chain with reminders",
    steps: [
      allIsWell,
      sees(minutes(1), found(leak)),
      waits(minutes(5)),
      waits(minutes(6)),
      waits(minutes(5)),
      waits(minutes(15)),
      sees(seconds(30), found(other, { severity: "emergency" })),
      waits(minutes(11)),
      waits(minutes(6)),
      acts(seconds(30), "acknowledge", other, { comment: "On my way.", by: "Cleo" }),
      acts(minutes(1), "acknowledge", leak, { comment: "Seen at last.", by: "Chief" }),
      waits(hours(2)),
      waits(minutes(16)),
      acts(minutes(1), "acknowledge", leak, { comment: "Still on it.", by: "Chief" }),
    ],
  },
  {
    id: "holds",
    title: "shelving, suppression and out of service, over a quiet night",
    steps: [
      allIsWell,
      sees(minutes(1), found(flow)),
      acts(minutes(1), "shelve", flow, { comment: "Known, until ten past.", forMs: minutes(10) }),
      sees(minutes(1), found(limitOf("cdu-1", "t.high"))),
      waits(minutes(10)),
      acts(minutes(1), "shelve", flow, { comment: "Again.", forMs: hours(1) }),
      acts(minutes(1), "unshelve", flow, { comment: "No, it matters." }),
      acts(minutes(1), "take out of service", limitOf("cdu-1", "t.high"), { comment: "Broken sensor." }),
      sees(minutes(1), gone(limitOf("cdu-1", "t.high"))),
      sees(minutes(1), found(limitOf("cdu-1", "t.high"))),
      operates(minutes(1), "ms-22", "refill"),
      sees(0, [flowLow, { kind: "suppress", rule: "refill", untilMs: 1_671_062_400_000 + hours(1) }]),
      sees(minutes(1), found(flowLow)),
      acts(minutes(1), "put back in service", limitOf("cdu-1", "t.high"), { comment: "Replaced." }),
      sees(minutes(40), found(flowLow)),
      acts(minutes(1), "acknowledge", flow, { comment: "The valve was turned." }),
      sees(minutes(1), gone(flow)),
      sees(minutes(6), gone(flow), gone(flowLow)),
      waits(hours(5)),
      acts(minutes(1), "acknowledge", flowLow, { comment: "After the refill.", by: "Nora" }),
      waits(minutes(1)),
    ],
  },
  {
    id: "latch",
    title: "a latched leak, reset, back again, over two orderly restarts",
    steps: [
      allIsWell,
      sees(minutes(1), found(leak)),
      acts(minutes(1), "acknowledge", leak, { comment: "Looking." }),
      acts(minutes(1), "assign", leak, { comment: "Yours.", to: "Ben" }),
      sees(minutes(5), gone(leak)),
      restarts(minutes(1)),
      acts(minutes(1), "reset", leak, { comment: "The joint was tightened." }),
      operates(minutes(1), "ms-22", "serviced"),
      sees(hours(1), found(leak, { leakKgPerH: 2, headline: "Coolant leak, 2 kg/h" })),
      sees(minutes(3), gone(leak)),
      sees(minutes(3), found(leak, { leakKgPerH: 3, headline: "Coolant leak, 3 kg/h" })),
      restarts(minutes(2)),
      waits(minutes(14)),
      sees(minutes(1), gone(leak)),
      acts(minutes(1), "acknowledge", leak, { comment: "Seen.", by: "Ben" }),
      operates(minutes(1), "ms-22", "isolation"),
      sees(minutes(1), gone(leak, true)),
      waits(minutes(1)),
    ],
  },
  {
    id: "flood",
    title: "a flood of forty alarms with a leak in it",
    steps: [
      allIsWell,
      sees(minutes(1), ...toMany(0, 8)),
      sees(seconds(5), ...toMany(8, 16)),
      sees(seconds(5), found(leak)),
      sees(seconds(30), ...toMany(16, 30)),
      sees(seconds(40), ...toMany(30, 40)),
      acts(minutes(1), "acknowledge", toOneOfMany(3), { comment: "One of many." }),
      acts(minutes(1), "acknowledge", leak, { comment: "This is the cause." }),
      sees(minutes(4), ...toMany(0, 20).map(([key]) => gone(key))),
      waits(minutes(5)),
      sees(minutes(1), ...toMany(20, 40).map(([key]) => gone(key))),
      waits(minutes(11)),
      sees(minutes(1), gone(leak)),
      waits(minutes(1)),
    ],
  },
  {
    id: "growth",
    title: "growth after an acknowledgement",
    steps: [
      allIsWell,
      sees(minutes(1), found(leak, { severity: "caution" })),
      acts(minutes(1), "silence", leak, { comment: "I hear it." }),
      acts(minutes(1), "acknowledge", leak, { comment: "Small." }),
      acts(minutes(1), "comment", leak, { comment: "Watching it." }),
      acts(minutes(1), "assign", leak, { comment: "Please look.", to: "Ben" }),
      sees(minutes(1), found(leak, { severity: "caution", grewTimes: 1, leakKgPerH: 8 })),
      acts(minutes(1), "shelve", leak, { comment: "Until it is clear.", forMs: hours(1) }),
      sees(minutes(1), found(leak, { severity: "warning", grewTimes: 1, leakKgPerH: 12 })),
      acts(minutes(1), "acknowledge", leak, { comment: "Now it is serious.", by: "Ben" }),
      sees(minutes(1), found(leak, { severity: "warning", grewTimes: 2, leakKgPerH: 20 })),
      sees(seconds(30), found(leak, { severity: "emergency", grewTimes: 2, leakKgPerH: 30 })),
      acts(minutes(1), "acknowledge", leak, { comment: "Hatch closed.", by: "Ben" }),
      waits(hours(2)),
      acts(minutes(1), "acknowledge", leak, { comment: "Still there.", by: "Ben" }),
      sees(minutes(1), gone(leak, true)),
      waits(minutes(1)),
    ],
  },
  {
    id: "undelivered",
    title: "an address that refuses, its fallback, and proofs of detection",
    timesMayDiffer: true,
    steps: [
      allIsWell,
      sees(minutes(1), found(leakOf("remote"))),
      waits(minutes(1)),
      proves(minutes(1), "cdu-1", { kind: "missed", waitedMs: minutes(30) }),
      waits(minutes(1)),
      acts(minutes(1), "acknowledge", leakOf("remote"), { comment: "I see it on the page." }),
      proves(minutes(1), "cdu-1", { kind: "found", afterMs: minutes(3) }),
      restarts(minutes(1)),
      waits(minutes(1)),
      sees(minutes(1), gone(leakOf("remote"))),
      acts(minutes(1), "reset", leakOf("remote"), { comment: "Mended." }),
      waits(minutes(1)),
      // Whenever it was noticed that Lost is not reached: it is escalated by now, and not yet a reminder.
      waits(minutes(4)),
    ],
  },
];

/** Limits of many loops, two of each, that are passed one after the other. */
function toMany(from: number, to: number) {
  return Array.from({ length: to - from }, (_, i) => found(toOneOfMany(from + i)));
}

function toOneOfMany(i: number) {
  return limitOf(`rack-${Math.floor(i / 2)}`, i % 2 === 0 ? "p.low" : "p.high");
}
