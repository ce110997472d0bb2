import { lawsByCoolant } from "../plant/coolants/laws-by-coolant.ts";
import type { CoolantName } from "./plant-description.ts";

/** Sentence for a temperature at which the coolant's properties are not known; `null` when all is well. */
export function explainTemp(coolant: CoolantName, tempC: number): string | null {
  const { lowC, highC } = lawsByCoolant[coolant];
  return tempC >= lowC && tempC <= highC
    ? null
    : `${tempC} C is outside the range of ${coolant}; write a temperature from ${lowC} to ${highC} C.`;
}
