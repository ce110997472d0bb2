import type { LoopId } from "../../protocol/ids.ts";
import type { NoticeSettings } from "../boundary/config-notice.ts";
import type { Loop } from "../domain/loop/loop.ts";

/** The part of the configuration that can change while the server runs. */
export interface Changeable {
  readonly loops: readonly Loop[];
  readonly notices: NoticeSettings;
}

/**
 * What is configured now. The lists and records stay the same for ever and what stands in them changes: whoever looks
 * when asked is right; whoever keeps something that follows from them must be told.
 */
export interface Current extends Changeable {
  readonly loopIds: readonly LoopId[];
  take(next: Changeable): void;
}

export function createCurrent(first: Changeable): Current {
  let { notices } = first;
  const loops: Loop[] = [...first.loops];
  const loopIds: LoopId[] = loops.map(({ id }) => id);
  const policy: NoticeSettings["notice"] = {
    get people() {
      return notices.notice.people;
    },
    get routes() {
      return notices.notice.routes;
    },
    get guidance() {
      return notices.notice.guidance;
    },
  };
  return {
    loops,
    loopIds,
    notices: {
      notice: policy,
      get smtp() {
        return notices.smtp;
      },
      get webhooks() {
        return notices.webhooks;
      },
      get timetable() {
        return notices.timetable;
      },
      get alarms() {
        return notices.alarms;
      },
    },
    take(next) {
      notices = next.notices;
      loops.splice(0, loops.length, ...next.loops);
      loopIds.splice(0, loopIds.length, ...next.loops.map(({ id }) => id));
    },
  };
}
