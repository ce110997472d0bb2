import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { AlarmView } from "../../protocol/alarm.ts";
import { usePage } from "../page.ts";
import { type AlarmFilter, type AlarmGroup, noFilter, pickAlarms } from "../state/alarm-filter.ts";
import { toLoopName } from "../state/alarm-words.ts";
import { toHash } from "../state/route.ts";
import { mayAct } from "../state/session.ts";
import { useAct } from "../state/use-act.ts";
import { ActAnswer, NameField } from "./act-fields.tsx";
import { StandingFilters } from "./alarm-filters.tsx";
import { AlarmRow } from "./alarm-row.tsx";
import { MayAct } from "./may-act.tsx";

function Group(props: {
  readonly group: AlarmGroup;
  readonly onAcknowledge: ((alarm: AlarmView) => void) | undefined;
}) {
  const { incidentId, alarms } = props.group;
  const { store } = usePage();
  const incident = store.incidentById.value.get(incidentId);
  const members = incident?.members.length ?? alarms.length;
  const rows = alarms.map((alarm) => (
    <AlarmRow key={alarm.id} alarm={alarm} onAcknowledge={props.onAcknowledge} />
  ));
  if (!incident || members < 2) return <ul class="alarm-rows">{rows}</ul>;
  return (
    <section class="alarm-group" aria-label={`Incident: ${incident.title}`}>
      <h3>
        <a href={toHash({ kind: "incident", incidentId })} data-testid="incident-link">
          {toLoopName(store.loops.value, incident.loopId)}: one cause, {members} alarms
        </a>
        {members > alarms.length ? <span class="quiet">{alarms.length} listed here</span> : null}
      </h3>
      <ul class="alarm-rows">{rows}</ul>
    </section>
  );
}

/** The alarms that stand, what calls first, those of one incident together. Arrow keys move, A acknowledges, S silences. */
export function StandingAlarms() {
  const { store } = usePage();
  const filter = useSignal<AlarmFilter>(noFilter);
  const pick = useComputed(() => pickAlarms(store.alarms.standing.value, filter.value));
  const desk = useAct();
  const list = useRef<HTMLDivElement>(null);
  const { groups, shown, fitting } = pick.value;

  function act(kind: "acknowledge" | "silence", alarm: AlarmView): void {
    const { id: occurrenceId, version } = alarm;
    const said = `${kind === "acknowledge" ? "Acknowledged" : "Silenced"}: ${alarm.headline}`;
    void desk.run((by) => ({ kind, occurrenceId, version, by, comment: "" }), said);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>("[data-alarm]") ?? [])];
    const focused = links.find((link) => link === document.activeElement);
    if (!focused) return;
    const at = links.indexOf(focused);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      j: at + 1,
      ArrowUp: at - 1,
      k: at - 1,
      Home: 0,
      End: links.length - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      links[next]?.focus();
      return;
    }
    const alarm = store.alarms.find(focused.dataset["alarm"] ?? "");
    if (!alarm || !mayAct(store) || (event.key !== "a" && event.key !== "s")) return;
    event.preventDefault();
    act(event.key === "a" ? "acknowledge" : "silence", alarm);
  }

  return (
    <section class="card" aria-label="Alarms that stand">
      <div class="list-tools">
        <StandingFilters filter={filter} />
        <div class="list-name">
          <MayAct>
            <NameField />
          </MayAct>
        </div>
      </div>
      <ActAnswer desk={desk} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside have the focus; this only hears their keys. */}
      <div class="alarm-list" ref={list} onKeyDown={onKeyDown} data-testid="alarm-list">
        {groups.map((group) => (
          <Group
            key={group.incidentId}
            group={group}
            onAcknowledge={mayAct(store) ? (alarm) => act("acknowledge", alarm) : undefined}
          />
        ))}
      </div>
      {fitting === 0 ? (
        <p class="empty-line">
          {store.alarms.standing.value.length === 0
            ? "No alarm stands. Each one will be listed here with its evidence and who took it on."
            : "No alarm that stands is of this kind."}
        </p>
      ) : (
        <p class="quiet list-end" data-testid="list-end">
          {shown < fitting
            ? `The first ${shown} of ${fitting}; ${fitting - shown} more stand. Narrow the list to see them.`
            : `${fitting} ${fitting === 1 ? "alarm stands" : "alarms stand"}.`}{" "}
          <span class="keys">
            Keys in the list: <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>A</kbd> acknowledge, <kbd>S</kbd> silence
            the horn, <kbd>Enter</kbd> open.
          </span>
        </p>
      )}
    </section>
  );
}
