import { ammonia } from "../plant/coolants/ammonia.ts";
import type { CoolantLaws } from "../plant/coolants/coolant-laws.ts";
import { hfe7200 } from "../plant/coolants/hfe-7200.ts";
import { isooctane } from "../plant/coolants/isooctane.ts";
import { pg25 } from "../plant/coolants/pg25.ts";
import { water } from "../plant/coolants/water.ts";
import type { CoolantName } from "./plant-description.ts";

/** Properties by coolant: what a file says must lie where they hold. */
export const lawsByCoolant: Readonly<Record<CoolantName, CoolantLaws>> = {
  ammonia,
  water,
  pg25,
  "hfe-7200": hfe7200,
  isooctane,
};

/** Sentence for a temperature at which the coolant's properties are not known; `null` when all is well. */
export function explainTemp(coolant: CoolantName, tempC: number): string | null {
  const { lowC, highC } = lawsByCoolant[coolant];
  return tempC >= lowC && tempC <= highC
    ? null
    : `${tempC} C is outside the range of ${coolant}; write a temperature from ${lowC} to ${highC} C.`;
}
