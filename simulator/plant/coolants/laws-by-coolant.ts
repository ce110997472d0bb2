import type { CoolantName } from "../../description/plant-description.ts";
import { ammonia } from "./ammonia.ts";
import type { CoolantLaws } from "./coolant-laws.ts";
import { hfe7200 } from "./hfe-7200.ts";
import { isooctane } from "./isooctane.ts";
import { pg25 } from "./pg25.ts";
import { water } from "./water.ts";

/** Properties of every coolant that a plant can have. */
export const lawsByCoolant: Readonly<Record<CoolantName, CoolantLaws>> = {
  ammonia,
  water,
  pg25,
  "hfe-7200": hfe7200,
  isooctane,
};
