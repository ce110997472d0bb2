import type { IncidentEvent, IncidentMember, IncidentView } from "../../protocol/incident.ts";
import { usePage } from "../page.ts";
import { alarmClassWords, severityWord, toLoopName } from "../state/alarm-words.ts";
import { toHash } from "../state/route.ts";
import { type Status, statusOfSeverity } from "../state/status.ts";
import { isCalling } from "../state/urgency.ts";
import { useAct } from "../state/use-act.ts";
import { toDay, toSentence, toTime } from "../state/words.ts";
import { toZoneWord } from "../state/zone.ts";
import { ActAnswer, NameField } from "./act-fields.tsx";
import { MayAct } from "./may-act.tsx";
import { ReplayLink } from "./replay-link.tsx";
import { StatusShape } from "./status-shape.tsx";

/** Who did it, or what told it: the three voices of a timeline. */
function toVoice({ kind, by }: IncidentEvent): { readonly look: string; readonly word: string } {
  if (kind === "told") return { look: "told", word: "Told" };
  return by === null ? { look: "plant", word: "Seen" } : { look: "person", word: by };
}

function Member(props: {
  readonly member: IncidentMember;
  readonly place: number;
  readonly isCause: boolean;
}) {
  const { member, place, isCause } = props;
  const status: Status = member.stands ? statusOfSeverity[member.severity] : "off";
  return (
    <li class={member.stands ? "" : "row-over"}>
      <span class="num member-time">{toTime(member.beganMs)}</span>
      <StatusShape status={status} />
      <span>
        <a href={toHash({ kind: "alarm", occurrenceId: member.occurrenceId })}>{member.headline}</a>
        <span class="quiet block">
          {severityWord(member.severity)}, {alarmClassWords[member.alarmClass]}
          {place === 0 ? ", moved first" : ""}
          {isCause ? ", explains the others" : ""}
          {member.stands ? "" : ", over"}
        </span>
      </span>
    </li>
  );
}

/** Acknowledges each alarm of the incident that calls, one act each: every one is seen before it is signed. */
function AcknowledgeAll(props: { readonly incident: IncidentView }) {
  const { store } = usePage();
  const desk = useAct();
  const calling = props.incident.members.flatMap(({ occurrenceId }) => {
    const alarm = store.alarms.find(occurrenceId);
    return alarm && isCalling(alarm) ? [alarm] : [];
  });
  if (calling.length === 0) return <ActAnswer desk={desk} />;

  async function acknowledge(): Promise<void> {
    for (const [index, { id: occurrenceId, version }] of calling.entries()) {
      const said = index === 0 ? "1 alarm acknowledged." : `${index + 1} alarms acknowledged.`;
      const isDone = await desk.run(
        (by) => ({ kind: "acknowledge", occurrenceId, version, by, comment: "" }),
        said,
      );
      if (!isDone) return;
    }
  }

  return (
    <form
      class="acts incident-acts"
      aria-label="Acts on the incident"
      onSubmit={(event) => {
        event.preventDefault();
        void acknowledge();
      }}
    >
      <NameField />
      <button type="submit" class="primary" disabled={desk.isBusy.value}>
        {calling.length === 1
          ? "Acknowledge the one that calls"
          : `Acknowledge all ${calling.length} that call`}
      </button>
      <ActAnswer desk={desk} />
    </form>
  );
}

/** One cause: its alarms in the order in which they began, and everything that happened. */
export function IncidentCard(props: { readonly incident: IncidentView }) {
  const { incident } = props;
  const { store } = usePage();
  const status: Status = incident.closedMs === null ? statusOfSeverity[incident.severity] : "off";
  return (
    <section class={`card incident edge-${status}`} aria-label="Incident" data-testid="incident-card">
      <header class="alarm-head">
        <span class={`badge badge-${status}`}>
          <StatusShape status={status} large />
          {severityWord(incident.severity)}
        </span>
        <span class="alarm-state">
          {incident.closedMs === null
            ? "Open"
            : `Over since ${toTime(incident.closedMs)} ${toZoneWord(incident.closedMs)}`}
        </span>
      </header>
      <h3>{incident.title}</h3>
      <p class="quiet">
        {toLoopName(store.loops.value, incident.loopId)}, opened {toDay(incident.openedMs)}{" "}
        <span class="num">{toTime(incident.openedMs)}</span> source time
      </p>
      <ReplayLink incident={incident} />
      <MayAct>
        <AcknowledgeAll incident={incident} />
      </MayAct>
      <h4>In the order in which they began</h4>
      <ol class="members" data-testid="members">
        {incident.members.map((member, place) => (
          <Member
            key={member.occurrenceId}
            member={member}
            place={place}
            isCause={incident.members.length > 1 && member.occurrenceId === incident.causeId}
          />
        ))}
      </ol>
      <h4>What happened</h4>
      <ol class="timeline" data-testid="timeline">
        {incident.timeline.map((event, index) => {
          const { look, word } = toVoice(event);
          const day = toDay(event.atMs);
          const isNewDay = day !== toDay(incident.timeline[index - 1]?.atMs ?? incident.openedMs);
          return (
            <li key={`${event.writtenMs} ${event.kind} ${event.text}`} class={`said-${look}`}>
              <span class="num member-time">
                {isNewDay ? <span class="block">{day}</span> : null}
                {toTime(event.atMs)}
              </span>
              <span class="timeline-who">{word}</span>
              <span>{toSentence(event.text)}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
