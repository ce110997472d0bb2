import type { Loop } from "../domain/loop/loop.ts";
import { toDetectorSettings } from "./detector-settings.ts";

/** To be raised with the shape, or the meaning, of `SavedTrack` outside the detector's own state. */
const savedTrackVersion = 1;

const settingsByLoop = new WeakMap<Loop, string>();

/** What a checkpoint of this loop is good for, as one text. */
export function toCheckpointSettings(loop: Loop): string {
  const known = settingsByLoop.get(loop);
  if (known !== undefined) return known;
  const settings = `${savedTrackVersion} ${toDetectorSettings(loop)}`;
  settingsByLoop.set(loop, settings);
  return settings;
}
