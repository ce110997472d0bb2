import type { Evidence } from "../../../protocol/alarm.ts";
import type { TimeLeft } from "../../../protocol/estimate.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import { toReadable, toSpan, toVolume, toVolumeChange, unitLabel } from "../../../protocol/units.ts";
import type { Finding } from "../alarm/alarm.ts";
import { densityKgPerM3, expansionPerK } from "../loop/coolants.ts";
import type { Channel, Loop } from "../loop/loop.ts";
import type { Onset } from "./grain.ts";
import { decideSeverity } from "./leak/decide-severity.ts";

/** What one witness saw between the onset and now. */
export interface Testimony {
  readonly channel: Channel;
  readonly onset: Onset | null;
  /** Lost since the onset by this witness, litres, and its healthy scatter over that time; `NaN` when it does not know. */
  readonly lostL: number;
  readonly lostSdL: number;
  readonly value: number;
  readonly tempC: number;
}

/** Everything known about a loss at one moment. */
export interface LossCase {
  readonly loop: Loop;
  readonly atMs: EpochMs;
  readonly onset: Onset;
  readonly reference: Testimony;
  readonly others: readonly Testimony[];
  readonly inventoryL: number;
  readonly lostL: number;
  readonly lossLPerS: number;
  readonly lossSdLPerS: number;
  readonly timeLeft: TimeLeft;
  readonly bottomedOut: boolean;
  /** Nobody but the reference saw it when it was found. */
  readonly lone: boolean;
  /** How often it grew beyond doubt since it was found. */
  readonly grewTimes: number;
  /** Flow at onset and now in the channel's unit, where the loop measures it. */
  readonly flow: {
    readonly channel: Channel;
    readonly beforeValue: number;
    readonly nowValue: number;
  } | null;
  readonly unusable: readonly string[];
}

/** Litres per second at reference temperature to kilograms per hour. */
export const toKgPerH = (loop: Loop, litresPerS: number): number =>
  litresPerS * 3.6 * densityKgPerM3(loop.coolant, loop.referenceTempC);

/** Flow that stays within this share of what it was says that the pump did not change. */
const steadyFlowShare = 0.1;

const withUnit = (channel: Channel, value: number): string =>
  `${toReadable(value)} ${unitLabel[channel.unit]}`;

const toSigned = (value: number): string => `${value < 0 ? "−" : "+"}${toReadable(Math.abs(value), 2)}`;

function explainPressure(c: LossCase): Evidence[] {
  const { channel } = c.reference;
  const before = c.onset.reading;
  const span = toSpan(c.atMs - c.onset.atS * 1000);
  const moved = c.reference.value - before;
  const warmedK = c.reference.tempC - c.onset.tempC;
  const thermalL = warmedK * expansionPerK(c.loop.coolant, c.loop.referenceTempC) * c.loop.chargeL;
  const { lostL } = c;
  return [
    {
      side: "for",
      text: `${channel.name} went from ${withUnit(channel, before)} to ${withUnit(channel, c.reference.value)} in ${span} (${moved < 0 ? "−" : "+"}${withUnit(channel, Math.abs(moved))}).`,
    },
    {
      side: "for",
      text: `Mean coolant temperature moved by ${toSigned(warmedK)} °C meanwhile, which is worth ${toVolumeChange(thermalL)}; referred to the same temperature, ${toVolume(lostL)} are missing.`,
    },
  ];
}

function explainOthers(c: LossCase): Evidence[] {
  if (c.others.length === 0) {
    return [
      {
        side: "against",
        text: `Only ${c.reference.channel.name} tells the inventory of this loop: if that sensor failed, it would look the same.`,
      },
    ];
  }
  return c.others.map((other): Evidence => {
    // With the accumulator empty its pressure tells nothing any more; what it told before stands.
    if (c.bottomedOut)
      return { side: "for", text: `${other.channel.name} agreed until the accumulator ran empty.` };
    if (isSupport(other))
      return {
        side: "for",
        text: `${other.channel.name} agrees on its own: ${toVolume(other.lostL)} missing.`,
      };
    if (!(other.lostSdL < c.lostL / 3))
      return { side: "note", text: `${other.channel.name} cannot see a loss as small as this yet.` };
    return { side: "against", text: `${other.channel.name} does not show the loss.` };
  });
}

/** Another witness agrees when it lost something clear of its own scatter. */
const isSupport = (other: Testimony): boolean => other.lostL > 2 * other.lostSdL;

function explainFlow(c: LossCase): Evidence[] {
  if (c.flow === null || !(Math.abs(c.flow.beforeValue) > 0)) return [];
  const { channel, beforeValue, nowValue } = c.flow;
  const steady = Math.abs(nowValue / beforeValue - 1) <= steadyFlowShare;
  const numbers = `${withUnit(channel, beforeValue)} before, ${withUnit(channel, nowValue)} now`;
  if (c.bottomedOut && !steady)
    return [
      {
        side: "note",
        text: `${channel.name} has changed (${numbers}): the pump no longer gets enough coolant.`,
      },
    ];
  return steady
    ? [{ side: "for", text: `${channel.name} is steady (${numbers}): the pump and valves did not do this.` }]
    : [
        {
          side: "against",
          text: `${channel.name} changed (${numbers}): a pump or valve change may be part of it.`,
        },
      ];
}

/** A leak in the words of the alarm panel and the mail: what moved, what agrees, what else it could be, how long is left. */
export function describeLeak(c: LossCase): Finding {
  const { loop } = c;
  const notes: Evidence[] = c.unusable.map((text) => ({ side: "note", text }));
  if (!loop.channels.some((channel) => channel.role === "quantity")) {
    notes.push({
      side: "against",
      text: "A loss of gas from the accumulator would look the same: no quantity sensor tells the two apart.",
    });
  }
  if (c.bottomedOut) {
    notes.push({
      side: "note",
      text: "The accumulator is empty: pressure no longer tells the inventory, the rate is carried on from the size of the hole.",
    });
  }
  const lone = c.lone && !c.others.some(isSupport);
  const severity = decideSeverity(loop, c.timeLeft);
  const kgPerH = toKgPerH(loop, c.lossLPerS);
  return {
    // One sensor alone never makes an emergency: people must be able to trust that word.
    severity: lone && severity === "emergency" ? "warning" : severity,
    verdict: "leak",
    headline: `Coolant leak, ${toReadable(kgPerH)} kg/h${lone ? " (one sensor only)" : ""}`,
    evidence: [...explainPressure(c), ...explainOthers(c), ...explainFlow(c), ...notes],
    onsetMs: c.onset.atS * 1000,
    leakKgPerH: kgPerH,
    leakSdKgPerH: toKgPerH(loop, c.lossSdLPerS),
    lostL: c.lostL,
    timeLeft: c.timeLeft,
    grewTimes: c.grewTimes,
  };
}

/** Witnesses contradict each other: a sensor is wrong, or something we do not understand. */
export function describeDisagreement(accuser: Testimony, doubters: readonly Testimony[]): Finding {
  const onsetMs = accuser.onset === null ? null : accuser.onset.atS * 1000;
  const names = doubters.map((doubter) => doubter.channel.name).join(", ");
  return {
    severity: "advisory",
    verdict: "sensor fault",
    headline: `${accuser.channel.name} disagrees with the other sensors`,
    evidence: [
      {
        side: "for",
        text: `${accuser.channel.name} tells of a loss${Number.isNaN(accuser.lostL) ? "" : ` of ${toVolume(accuser.lostL)}`}; ${names} does not.`,
      },
      {
        side: "against",
        text: "A leak that only one place in the loop can see yet would look like this for a short time.",
      },
    ],
    onsetMs,
    leakKgPerH: null,
    leakSdKgPerH: null,
    lostL: null,
    timeLeft: null,
  };
}
