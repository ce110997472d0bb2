import type { AlarmView } from "../../../protocol/alarm.ts";
import type { LoopEstimate } from "../../../protocol/estimate.ts";
import type { NoticeView } from "../../../protocol/notice.ts";
import { benchPressureKpa } from "../../support/bench-plant.ts";
import { createNoise } from "../../support/noise.ts";
import type { World } from "./world.ts";

/** A leak of the watched loop that is called within a minute, litres a second. */
export const leakLps = 0.002;

/** Source time of the first sample of the watched loop. */
const firstMs = 1_671_062_400_000;
const pumpHeadKpa = 150;
const noiseKpa = 0.1;
const noiseC = 0.01;

/** Line protocol (ms) of the watched loop from second `fromS` to before `toS`; `lostL` tells the loss at each. */
export function renderBench(fromS: number, toS: number, lostL: (s: number) => number): string {
  const noise = createNoise(fromS + 1);
  let lines = "";
  for (let s = fromS; s < toS; s++) {
    const kpa = benchPressureKpa(lostL(s), 20);
    const pAcc = (kpa + noiseKpa * noise.normal()).toFixed(3);
    const pOut = (kpa + pumpHeadKpa + noiseKpa * noise.normal()).toFixed(3);
    const tIn = (20 + noiseC * noise.normal()).toFixed(4);
    lines += `bench,loop=bench p_acc=${pAcc},p_out=${pOut},t_in=${tIn} ${firstMs + s * 1000}\n`;
  }
  return lines;
}

/** What a person would miss if a server had forgotten it, of the watched loop. */
export interface Known {
  readonly alarms: readonly Pick<AlarmView, "id" | "state" | "severity" | "openedMs">[];
  readonly notices: readonly string[];
  readonly estimate: LoopEstimate | null;
}

/** Asks the server that runs now. */
export async function askKnown(world: World): Promise<Known> {
  const alarms = (await world.api("alarms")) as readonly AlarmView[];
  const notices = (await world.api("notices")) as readonly NoticeView[];
  const { estimate } = (await world.api("loops/bench")) as { readonly estimate: LoopEstimate | null };
  // Nobody sends for this loop meanwhile: on a slow machine that becomes an alarm of its own, and joins the leak.
  const ofTelemetry = alarms.filter(({ alarmClass }) => alarmClass !== "sensing");
  return {
    alarms: ofTelemetry.map(({ id, state, severity, openedMs }) => ({ id, state, severity, openedMs })),
    notices: notices.flatMap(({ id, reason }) => (reason === "joined" ? [] : [id])).sort(),
    estimate,
  };
}
