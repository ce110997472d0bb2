import { idPattern, type LoopId } from "../../protocol/ids.ts";

/** The demonstration's loop is known by the spacecraft that lost it, as in the configuration that ships. */
const nameByPlant: ReadonlyMap<string, LoopId> = new Map([["soyuz", "ms-22"]]);

/** Name of a plant's loop when nobody gave it one; made of the plant file's name, which may hold anything. */
export function toLoopName(plantId: string): LoopId {
  const name = nameByPlant.get(plantId) ?? plantId.replace(/\.ya?ml$/, "").replace(/[^A-Za-z0-9._-]+/g, "-");
  return idPattern.test(name) ? name : "loop";
}
