import { usePage } from "../page.ts";
import { severityWord, wantsAct } from "../state/status.ts";
import { toUtcTime } from "../state/words.ts";
import { StatusShape } from "./status-shape.tsx";

/** The page is cut off: unmistakable, above everything, until the server is heard again. */
export function DeadBanner() {
  const { store } = usePage();
  const link = store.link.value;
  if (link.kind !== "dead") return null;
  const since = link.sinceMs === null ? null : toUtcTime(link.sinceMs + store.serverAheadMs.value);
  return (
    <div class="dead-banner" role="alert" data-testid="dead-banner">
      <StatusShape status="critical" large />
      <p>
        <b>
          {since === null
            ? "No connection to the server yet."
            : `No connection to the server since ${since} UTC: what you see is old.`}
        </b>{" "}
        Alarms cannot reach this page. It keeps trying.
      </p>
    </div>
  );
}

/** The server was upgraded under an open page. */
export function OutdatedBanner() {
  if (!usePage().store.outdated.value) return null;
  return (
    <p class="outdated-banner" role="status">
      This page is of another version than the server. <a href=".">Load it anew</a> to be sure of what you
      see.
    </p>
  );
}

/** Reads new and worse alarms aloud to those who cannot see them. */
export function AlarmAnnouncer() {
  const { store } = usePage();
  const calling = store.openAlarms.value.find(wantsAct);
  const loop = store.loops.value.find(({ id }) => id === calling?.loopId);
  return (
    <div class="unseen" aria-live="assertive">
      {calling
        ? `${severityWord(calling.severity)}, ${loop?.name ?? calling.loopId}: ${calling.headline}`
        : ""}
    </div>
  );
}
