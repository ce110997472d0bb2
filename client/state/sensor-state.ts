import { type AlarmView, isWorse } from "../../protocol/alarm.ts";
import type { ChannelId } from "../../protocol/ids.ts";
import type { ChannelCondition, ChannelView } from "../../protocol/telemetry.ts";
import { severityWord } from "./alarm-words.ts";
import { type Status, statusOfSeverity } from "./status.ts";

/** What is to be said of one sensor now: a shape, a short word beside it, and a sentence. */
export interface SensorState {
  readonly status: Status;
  /** `ok`, `suspect`, `bad`, or a severity. */
  readonly word: string;
  /** A sentence about what is wrong; an empty text where nothing is. */
  readonly why: string;
  /** Its value is not believed: what is shown is the last that was. */
  readonly isOld: boolean;
  /** It moved first in what stands. */
  readonly isFirst: boolean;
}

/** A limit's alarm is called after its channel: `suction.low`. */
function isLimitOf({ alarmClass, part }: AlarmView, id: ChannelId): boolean {
  return alarmClass === "limit" && part !== null && part.startsWith(`${id}.`);
}

/** The worst limit of this channel that is passed. `alarms` are those that stand on its loop. */
const passedLimit = (alarms: readonly AlarmView[], id: ChannelId): AlarmView | undefined =>
  alarms
    .filter((alarm) => isLimitOf(alarm, id) && alarm.hold === null && alarm.returnedMs === null)
    .reduce<AlarmView | undefined>(
      (worst, alarm) => (worst && !isWorse(alarm.severity, worst.severity) ? worst : alarm),
      undefined,
    );

/** A sensor that is not believed says less than a limit that it passed; both are shown by the worse one. */
export function toSensorState(
  channel: ChannelView,
  condition: ChannelCondition | undefined,
  alarms: readonly AlarmView[],
): SensorState {
  const quality = condition?.quality ?? "good";
  const remark = condition?.remark ?? null;
  const why = remark === null ? "" : `${channel.name} ${remark}.`;
  const isFirst = alarms.some(({ firstOut }) => firstOut === channel.id);
  const common = { isOld: quality === "bad", isFirst };
  const limit = passedLimit(alarms, channel.id);
  if (limit)
    return {
      ...common,
      status: statusOfSeverity[limit.severity],
      word: severityWord(limit.severity).toLowerCase(),
      why: [limit.headline, why].filter((text) => text !== "").join(". "),
    };
  if (quality === "bad") return { ...common, status: "off", word: "bad", why };
  if (quality === "suspect") return { ...common, status: "caution", word: "suspect", why };
  return { ...common, status: "normal", word: "ok", why };
}
