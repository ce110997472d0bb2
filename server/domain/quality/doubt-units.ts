import { toReadable, unitLabel } from "../../../protocol/units.ts";
import { vapourPressureKpa } from "../detection/leak/vapour-pressure.ts";
import type { Channel, Loop } from "../loop/loop.ts";
import {
  type ForeignReading,
  fahrenheit,
  foreignPressures,
  gauge,
  kelvin,
  shareOfOne,
} from "./foreign-readings.ts";

/** What the check looks at; `typical[i]`: the usual value of the `i`-th channel, raw, `NaN` where none was heard. */
export interface CommissioningFacts {
  readonly loop: Loop;
  readonly typical: ArrayLike<number>;
  /**
   * The loop is as it was filled. Later a pressure one bar below its reference may be a loop that has lost coolant, and
   * nobody must be told then that it is a matter of units.
   */
  readonly isNew: boolean;
}

/** A channel whose values look like another unit's. */
export interface UnitDoubt {
  readonly place: number;
  /** A sentence: what it reads, what it looks like, and why. */
  readonly text: string;
}

/** Pressures of one loop differ by the head of its pump: a reading this many times off is another unit, */
const farFactor = 2.5;
/** when that unit brings it this near to what is expected. */
const nearFactor = 1.6;

/** A gauge is one atmosphere off: it must bring the reading this near to the reference, as a share of it, */
const gaugeNear = 0.06;
/** and what is shown must be this far from it. */
const gaugeFar = 0.15;
/** Two sensors of one place that are an atmosphere apart, give or take, kPa. */
const gaugeSlackKpa = 6;

/** Beneath this share of the vapour pressure a liquid would boil, whatever the sensors' errors. */
const boilingShare = 0.9;

/** No coolant we know is hotter as a liquid (°C), and kelvin of a loop that works are between these. */
const hottestC = 200;
const coldestK = 213;
const hottestK = 423;

/** Thermometers of one loop that agree within this, K, say what an odd one should show, within `oddNearK`. */
const agreeK = 12;
const oddNearK = 4;
const oddFarK = 15;

const median = (values: readonly number[]): number => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const ratio = (a: number, b: number): number => Math.exp(Math.abs(Math.log(a / b)));

/** Channels whose values are no coolant's in the configured unit, but would be in another; most loops have none. */
export function doubtUnits(facts: CommissioningFacts): readonly UnitDoubt[] {
  return facts.loop.channels.flatMap((channel, place): readonly UnitDoubt[] => {
    const value = facts.typical[place]!;
    if (Number.isNaN(value)) return [];
    const text = doubt(facts, channel, place, value);
    return text === null ? [] : [{ place, text }];
  });
}

function doubt(facts: CommissioningFacts, channel: Channel, place: number, value: number): string | null {
  if (channel.role === "pressure") return doubtPressure(facts, channel, place, value);
  if (channel.role === "temperature") return doubtTemperature(facts, channel, place, value);
  if (channel.role === "quantity" && value > 0 && value <= 1)
    return toSentence(channel, value, shareOfOne, "an accumulator is not filled with so little");
  return null;
}

/** Typical values of the other channels of a role. */
const othersOf = ({ loop, typical }: CommissioningFacts, place: number, role: Channel["role"]) =>
  loop.channels.flatMap((other, i) =>
    i !== place && other.role === role && !Number.isNaN(typical[i]!)
      ? [{ value: typical[i]!, position: other.position, name: other.name }]
      : [],
  );

const knownReferenceKpa = ({ assumed, referencePressureKpa }: Loop): number | null =>
  assumed.includes("referencePressureKpa") ? null : referencePressureKpa;

function doubtPressure(
  facts: CommissioningFacts,
  channel: Channel,
  place: number,
  value: number,
): string | null {
  const { loop, isNew } = facts;
  const others = othersOf(facts, place, "pressure");
  const referenceKpa = knownReferenceKpa(loop);
  const middle = others.length >= 2 ? median(others.map((other) => other.value)) : Number.NaN;
  const expected = referenceKpa ?? middle;
  const why = referenceKpa === null ? "near the loop's other pressures" : "near the reference pressure";
  if (expected > 0 && value > 0 && ratio(value, expected) > farFactor) {
    const best = foreignPressures.reduce((a, b) =>
      ratio(b.toOwn(value), expected) < ratio(a.toOwn(value), expected) ? b : a,
    );
    if (ratio(best.toOwn(value), expected) < nearFactor) return toSentence(channel, value, best, why);
  }
  const sibling = others.find(
    ({ position, value: shown }) =>
      position !== null &&
      position === channel.position &&
      Math.abs(shown - gauge.toOwn(value)) < gaugeSlackKpa,
  );
  if (sibling !== undefined)
    return toSentence(channel, value, gauge, `as ${sibling.name} shows at the same place`);
  // What boils depends on how warm it is; without a thermometer that can be believed, on the reference temperature.
  const warmC = coolestC(facts);
  const boilsKpa = vapourPressureKpa(loop.coolant, warmC);
  if (value < boilingShare * boilsKpa && gauge.toOwn(value) > boilsKpa) {
    const because = `${loop.coolant} at ${toReadable(warmC)} °C would boil below ${toReadable(boilsKpa)} kPa`;
    return toSentence(channel, value, gauge, because);
  }
  const isLowest = others.every((other) => other.value >= value);
  if (!isNew || referenceKpa === null || !isLowest) return null;
  const isOff = Math.abs(value - referenceKpa) > gaugeFar * referenceKpa;
  const isGauge = Math.abs(gauge.toOwn(value) - referenceKpa) < gaugeNear * referenceKpa;
  return isOff && isGauge ? toSentence(channel, value, gauge, why) : null;
}

/** The coldest believable thermometer of the loop, °C. */
function coolestC({ loop, typical }: CommissioningFacts): number {
  const heard = loop.channels.flatMap(({ role, range }, i) => {
    const value = typical[i]!;
    return role === "temperature" && value >= range.low && value <= range.high ? [value] : [];
  });
  return heard.length === 0 ? loop.referenceTempC : Math.min(...heard);
}

function doubtTemperature(
  facts: CommissioningFacts,
  channel: Channel,
  place: number,
  value: number,
): string | null {
  if (value > Math.max(hottestC, coldestK) && value < hottestK)
    return toSentence(channel, value, kelvin, "no coolant is so hot and liquid");
  const { loop } = facts;
  const referenceKpa = knownReferenceKpa(loop);
  const shown = fahrenheit.toOwn(value);
  const boils = (tempC: number): boolean =>
    referenceKpa !== null && vapourPressureKpa(loop.coolant, tempC) * boilingShare > referenceKpa;
  if (boils(value) && !boils(shown))
    return toSentence(channel, value, fahrenheit, `${loop.coolant} would boil at the reference pressure`);
  const others = othersOf(facts, place, "temperature").map((other) => other.value);
  const middle = median(others);
  const agree = others.length >= 2 && others.every((other) => Math.abs(other - middle) < agreeK / 2);
  return agree && Math.abs(value - middle) > oddFarK && Math.abs(shown - middle) < oddNearK
    ? toSentence(channel, value, fahrenheit, "near the loop's other temperatures")
    : null;
}

/** "Suction pressure reads 44.1 and looks like psi, configured as kPa: that would be 304 kPa, near the …". */
function toSentence(channel: Channel, value: number, foreign: ForeignReading, why: string): string {
  const { name, unit } = channel;
  const label = unitLabel[unit];
  const own = `${toReadable(foreign.toOwn(value))} ${label}`;
  return `${name} reads ${toReadable(value)} and looks like ${foreign.name}, configured as ${label}: that would be ${own}; ${why}.`;
}
