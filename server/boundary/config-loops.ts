import type { LoopId } from "../../protocol/ids.ts";
import type { Loop } from "../domain/loop/loop.ts";
import { checkTogether, toLoop } from "./config-loop.ts";
import type { GuidanceTextsShape } from "./config-notice-shape.ts";
import type { ReadText } from "./config-planned-los.ts";
import type { Complain, ConfigProblem, FilePath } from "./config-problem.ts";
import { checkShape, toProblem } from "./config-sentence.ts";
import { type LoopShape, loopShape } from "./config-shape.ts";
import { type SoundPart, toSoundPart } from "./config-sound.ts";
import type { YamlSource } from "./yaml-source.ts";

/** The list of loops even when another part of the file is wrong, so that one run shows all there is to mend. */
export function rawLoops(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || !("loops" in value)) return [];
  return Array.isArray(value.loops) ? value.loops : [];
}

/** Ids also of parts that are wrong elsewhere: a route that names one is right. */
export const toIds = (raw: readonly unknown[]): readonly string[] =>
  raw.flatMap((part) =>
    typeof part === "object" && part !== null && "id" in part && typeof part.id === "string" ? [part.id] : [],
  );

/** The loops, and what their owners say to do. */
interface CheckedLoops {
  readonly loops: readonly Loop[];
  readonly guidanceByLoop: ReadonlyMap<LoopId, GuidanceTextsShape>;
}

/** The loops that are right; of one that is not, its channels are still held against each other and other loops. */
export function toLoops(
  raw: readonly unknown[],
  source: YamlSource,
  problems: ConfigProblem[],
  readText: ReadText,
): CheckedLoops {
  const complain: Complain = (path, message) => problems.push(toProblem(path, message, source));
  const loops: Loop[] = [];
  const places: FilePath[] = [];
  const soundByPlace = new Map<unknown, SoundPart<LoopShape>>();
  const guidanceByLoop = new Map<LoopId, GuidanceTextsShape>();
  raw.forEach((value, i) => {
    const at = ["loops", i];
    const checked = checkShape(loopShape, value, at, source);
    let loop: Loop;
    if ("value" in checked) {
      loop = toLoop(checked.value, at, complain, readText);
      if (checked.value.guidance !== undefined) guidanceByLoop.set(loop.id, checked.value.guidance);
    } else {
      problems.push(...checked.problems);
      const sound = toSoundPart(loopShape, value);
      if (sound === null || sound.isTouched(["source"])) return;
      soundByPlace.set(i, sound);
      loop = toLoop(sound.value, at, complainOfChannels(sound, at, complain), () => "");
    }
    loops.push(loop);
    places.push(at);
  });
  checkTogether(loops, places, (path, message) => {
    const sound = soundByPlace.get(path[1]);
    complain(sound === undefined ? path : [...path.slice(0, 2), ...sound.toWritten(path.slice(2))], message);
  });
  return { loops, guidanceByLoop };
}

/** Of a loop that lacks parts, only what its whole channels say counts; limits wait for the range that may be missing. */
function complainOfChannels(sound: SoundPart<LoopShape>, at: FilePath, complain: Complain): Complain {
  return (path, message) => {
    const written = sound.toWritten(path.slice(at.length));
    const [list, channel, key] = written;
    if (list !== "channels" || channel === undefined || key === "limits") return;
    if (!sound.isTouched([list, channel])) complain([...at, ...written], message);
  };
}
