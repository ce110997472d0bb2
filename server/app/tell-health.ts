import type { Health } from "../../protocol/wire.ts";
import type { Outbox } from "./outbox.ts";
import type { SpoolStatus } from "./ports.ts";
import type { StoreWriterHealth } from "./store-writer.ts";

/** What health is told from. */
export interface HealthSources {
  readonly storeName: string;
  readonly writer: StoreWriterHealth;
  readonly spool: SpoolStatus;
  /** Facts of alarms that are not on disk. */
  readonly unsaved: number;
  readonly mail: ReturnType<Outbox["health"]>;
  readonly unused: NonNullable<Health["unused"]>;
  /** Series that belong to no loop. */
  readonly unmappedSeries: number;
  /** `null`: there are no brokers. */
  readonly brokers: Health["brokers"] | null;
  /** Why the last configuration was refused; `null`: it was taken. */
  readonly refusal: string | null;
}

/** How the parts around the server are doing, with a sentence for each trouble. */
export function tellHealth({
  storeName,
  writer,
  spool,
  unsaved,
  mail,
  unused,
  unmappedSeries,
  brokers,
  refusal,
}: HealthSources): Health {
  const { ok, detail, refused } = writer;
  const troubles = [
    detail,
    ...(refused > 0 ? [`The store refused a part of ${refused} writes for good; the log says which.`] : []),
    ...(unsaved > 0 ? [`${unsaved} alarm events are not on disk yet: is it full?`] : []),
  ].filter((trouble) => trouble !== "");
  return {
    store: { name: storeName, ok: ok && unsaved === 0, detail: troubles.join(" ") },
    spool: { waiting: spool.waiting, oldestMs: spool.oldestMs },
    mail,
    unused,
    unmappedSeries,
    ...(brokers == null ? {} : { brokers }),
    ...(refusal === null ? {} : { configuration: refusal }),
  };
}
