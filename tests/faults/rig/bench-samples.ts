import { benchPressureKpa } from "../../support/bench-plant.ts";
import { createNoise } from "../../support/noise.ts";

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
