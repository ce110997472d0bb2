import { z } from "zod";
import { amount, byKind, count, exactly, factor } from "./quantities.ts";
import type { SensorFault } from "./scenario-description.ts";

const kinds = [
  "bias",
  "jump",
  "drift",
  "stuck",
  "dropout",
  "zero",
  "full scale",
  "spikes",
  "noise",
  "wet",
  "cable break",
] as const satisfies readonly SensorFault["kind"][];

const of = <const K extends string, const S extends z.core.$ZodLooseShape>(kind: K, shape: S) =>
  exactly(`the fault "${kind}"`, { kind: z.literal(kind), ...shape });

/** What is wrong with a sensor. */
export const fault = byKind("a fault", kinds, [
  of("bias", { amount }),
  of("jump", { share: amount }),
  of("drift", { perDay: amount }),
  of("stuck", {}),
  of("dropout", {}),
  of("zero", {}),
  of("full scale", {}),
  of("spikes", { perHour: count, amount }),
  of("noise", { factor }),
  of("wet", {}),
  of("cable break", {}),
]) satisfies z.ZodType<SensorFault>;
