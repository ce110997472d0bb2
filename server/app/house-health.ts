import type { Health } from "../../protocol/wire.ts";
import type { AlarmDesk } from "./alarm-desk.ts";
import type { Outbox } from "./outbox.ts";
import type { Spool, TelemetryStore } from "./ports.ts";
import type { StoreWriter } from "./store-writer.ts";

/** How the server itself is doing, in sentences and numbers. */
export function toHealth(house: {
  readonly store: Pick<TelemetryStore, "name">;
  readonly writer: Pick<StoreWriter, "health">;
  readonly spool: Pick<Spool, "status">;
  readonly outbox: Pick<Outbox, "health">;
  readonly alarms: Pick<AlarmDesk, "unsaved">;
  readonly unused: NonNullable<Health["unused"]>;
  readonly brokers: NonNullable<Health["brokers"]> | null;
  /** Why the last configuration was refused; `null`: it was taken. */
  readonly refusal: string | null;
}): Health {
  const { ok, detail, refused } = house.writer.health();
  const { waiting, oldestMs } = house.spool.status();
  const unsaved = house.alarms.unsaved();
  const troubles = [
    detail,
    ...(refused > 0 ? [`The store refused a part of ${refused} writes for good; the log says which.`] : []),
    ...(unsaved > 0 ? [`${unsaved} alarm events are not on disk yet: is it full?`] : []),
  ].filter((trouble) => trouble !== "");
  return {
    store: { name: house.store.name, ok: ok && unsaved === 0, detail: troubles.join(" ") },
    spool: { waiting, oldestMs },
    mail: house.outbox.health(),
    unused: house.unused,
    ...(house.brokers === null ? {} : { brokers: house.brokers }),
    ...(house.refusal === null ? {} : { configuration: house.refusal }),
  };
}
