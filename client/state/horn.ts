import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { AlarmView } from "../../protocol/alarm.ts";
import type { Link } from "./freshness.ts";
import type { Sound, SoundKind } from "./sound.ts";
import { isCalling } from "./urgency.ts";

/** The horn of this page. */
export interface Horn {
  /** A person wants to hear alarms on this page. */
  readonly isOn: Signal<boolean>;
  /** It is on, but the browser plays nothing before somebody clicks or types. */
  readonly isBlocked: ReadonlySignal<boolean>;
  /** Alarms that nobody acknowledged or silenced and that nothing holds back, whether or not the horn is on. */
  readonly calling: ReadonlySignal<readonly AlarmView[]>;
  /** What is heard; `null`: quiet. */
  readonly sounding: ReadonlySignal<SoundKind | null>;
  /** Quiet on this page at once, until one of them calls again; the acts that tell the others follow. */
  readonly hush: (alarms: readonly AlarmView[]) => void;
}

const callOf = ({ id, calls }: AlarmView): string => `${id} ${calls}`;

/** An advisory informs; it has no sound. */
function isHeard(alarm: AlarmView): boolean {
  return alarm.severity !== "advisory" && alarm.silenced === null && isCalling(alarm);
}

/** The sound of the most urgent of them; a page that is cut off says so, because no alarm can reach it. */
export function toSoundKind(calling: readonly AlarmView[], link: Link): SoundKind | null {
  const worst = calling[0]?.severity;
  if (worst === "emergency" || worst === "warning") return worst;
  if (link.kind === "dead" || (link.kind === "login" && link.why === "ended")) return "cut off";
  return worst === "caution" ? "caution" : null;
}

/** A horn that follows what stands. */
export function createHorn(parts: {
  readonly standing: ReadonlySignal<readonly AlarmView[]>;
  readonly link: ReadonlySignal<Link>;
  readonly sound: Sound;
  readonly isOn: boolean;
}): Horn {
  const isOn = signal(parts.isOn);
  const hushed = signal<ReadonlySet<string>>(new Set());
  const calling = computed(() =>
    parts.standing.value.filter((alarm) => isHeard(alarm) && !hushed.value.has(callOf(alarm))),
  );
  const sounding = computed(() => (isOn.value ? toSoundKind(calling.value, parts.link.value) : null));
  effect(() => parts.sound.play(sounding.value, isOn.value));
  return {
    isOn,
    isBlocked: computed(() => isOn.value && parts.sound.isBlocked.value),
    calling,
    sounding,
    hush: (alarms) => {
      // Only what still stands is worth remembering.
      const known = new Set(parts.standing.peek().map(callOf));
      const kept = [...hushed.peek()].filter((call) => known.has(call));
      hushed.value = new Set([...kept, ...alarms.map(callOf)]);
    },
  };
}
