import { houseId } from "../../protocol/alarm.ts";
import { usePage } from "../page.ts";
import { severityWord, toLoopName } from "../state/alarm-words.ts";
import { toHash } from "../state/route.ts";
import { statusOfSeverity } from "../state/status.ts";
import { isCalling } from "../state/urgency.ts";
import { toTime } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { AlarmRow } from "./alarm-row.tsx";
import { StatusShape } from "./status-shape.tsx";

/** The alarm list has the others. */
const mostHouse = 4;

/** The page is cut off: unmistakable, above everything, until the server is heard again. */
export function DeadBanner() {
  const { store } = usePage();
  const link = store.link.value;
  if (link.kind !== "dead") return null;
  const since = link.sinceMs === null ? null : toTime(link.sinceMs + store.serverAheadMs.value);
  return (
    <div class="dead-banner" role="alert" data-testid="dead-banner">
      <StatusShape status="critical" large />
      <p>
        <b>
          {since === null
            ? "No connection to the server yet."
            : `No connection to the server since ${since} ${toZoneWord(link.sinceMs ?? 0)}: what you see is old.`}
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

/** The server goes on with an older configuration than the one that it was to take over. */
export function ConfigurationBanner() {
  const problem = usePage().store.health.value?.configuration;
  if (problem === undefined) return null;
  return (
    <p class="outdated-banner" role="status" data-testid="configuration-banner">
      The configuration was refused, and everything stays as it was. {problem}
    </p>
  );
}

/** More alarms than a person can read: how many, how bad, and what the others were told. */
export function FloodBanner() {
  const { store } = usePage();
  const flood = store.flood.value;
  if (!flood) return null;
  const status = statusOfSeverity[flood.worst];
  return (
    <section class={`flood edge-${status}`} aria-label="Alarm flood" data-testid="flood-banner">
      <span class={`badge badge-${status}`}>
        <StatusShape status={status} large />
        Alarm flood
      </span>
      <p>
        <b class="num">{flood.count} alarms</b> on {flood.loops} {flood.loops === 1 ? "loop" : "loops"} since{" "}
        <span class="num">{toTime(flood.sinceMs).slice(0, 5)}</span> {toZoneWord(flood.sinceMs)}, the worst{" "}
        {flood.worst}. People get one summary instead of single mails.
      </p>
      <a href={toHash({ kind: "alarms", tab: "standing" })}>The most urgent first</a>
    </section>
  );
}

/** What stands about the monitor itself, which belongs to no loop. */
export function HouseAlarms() {
  const { store } = usePage();
  const alarms = store.alarms.standingByLoop.value.get(houseId) ?? [];
  if (alarms.length === 0) return null;
  return (
    <section class="house" aria-label="Loopwatch itself" data-testid="house-alarms">
      <h2>Loopwatch itself</h2>
      <ul class="alarm-rows">
        {alarms.slice(0, mostHouse).map((alarm) => (
          <AlarmRow key={alarm.id} alarm={alarm} />
        ))}
      </ul>
      {alarms.length > mostHouse ? (
        <p class="quiet">{alarms.length - mostHouse} more in the alarms.</p>
      ) : null}
    </section>
  );
}

/** Reads new and worse alarms aloud to those who cannot see them; in a flood only that there is one. */
export function AlarmAnnouncer() {
  const { store } = usePage();
  const flood = store.flood.value;
  const calling = store.alarms.standing.value.find(isCalling);
  const said = flood
    ? `Alarm flood on ${flood.loops} loops, the worst ${flood.worst}.`
    : calling
      ? `${severityWord(calling.severity)}, ${toLoopName(store.loops.value, calling.loopId)}: ${calling.headline}`
      : "";
  return (
    <div class="unseen" aria-live="assertive">
      {said}
    </div>
  );
}
