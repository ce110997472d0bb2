import { type AlarmView, houseId, type Severity } from "../../../protocol/alarm.ts";
import type { EpochMs } from "../../../protocol/time.ts";
import type { Loop } from "../../domain/loop/loop.ts";
import { type Html, html } from "../../domain/notice/html.ts";
import type { AckStanding } from "./ack-standing.ts";
import { ackStyle } from "./ack-style.ts";
import { type AckSentences, stateWords, toAckFacts, toAckFigures, toAckSentences } from "./ack-words.ts";

/** What a page shows besides its standing. */
export interface AckPageFacts {
  /** `null`: the alarm is no loop's, or its loop is no longer configured. */
  readonly loop: Loop | null;
  /** Source time of the figures; `null`: not known. */
  readonly asOfMs: EpochMs | null;
  /** Why what the reader just tried was not done; `null`: nothing was tried. */
  readonly refusal: string | null;
  /** What the reader had written into the form. */
  readonly comment: string;
}

/** A shape beside the colour, as in the mails: neither alone tells the classes apart. */
const shapeBySeverity: Readonly<Record<Severity, string>> = {
  emergency: "▲",
  warning: "◆",
  caution: "■",
  advisory: "●",
};

/** The page behind an acknowledge link, whole. */
export function renderAckPage(standing: AckStanding, facts: AckPageFacts): string {
  const sentences = toAckSentences(standing);
  if (!("alarm" in standing)) return renderAckNote(sentences);
  const { alarm } = standing;
  const shown = standing.kind === "replaced" ? standing.newer : alarm;
  return toPage(
    `${alarm.severity.toUpperCase()} ${alarm.loopId}: ${alarm.headline}`,
    html`${renderBand(alarm)}
<h1>${alarm.headline}</h1>
<p class="dim">${toLoopText(alarm, facts.loop)}</p>
${renderFigures(alarm, facts.loop)}
${facts.refusal === null ? html`` : renderSaid({ main: "Not done.", more: facts.refusal }, "alert")}
${renderSaid(sentences, "status")}
${standing.kind === "open" ? renderForm(alarm, standing.person, facts.comment) : html``}
<a class="${standing.kind === "open" ? "" : "button"}" href="../#/alarms/${encodeURIComponent(shown.id)}">${
      standing.kind === "replaced" ? "Open the newer alarm" : "Open the live page"
    }</a>
<dl>
${toAckFacts(alarm, facts.loop, facts.asOfMs).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>\n`)}</dl>`,
  );
}

/** A page that says one thing and what to do about it. */
export const renderAckNote = ({ main, more }: AckSentences): string =>
  toPage(
    main,
    html`<p class="band">Loopwatch</p>
<h1>${main}</h1>
<p class="dim">${more}</p>
<a class="button" href="../">Open the live page</a>`,
  );

function renderBand(alarm: AlarmView): Html {
  const isOver = alarm.state === "normal";
  return html`<p class="band ${isOver ? "" : alarm.severity}"><span aria-hidden="true">${
    isOver ? "○" : shapeBySeverity[alarm.severity]
  }</span>${alarm.severity.toUpperCase()}, ${stateWords[alarm.state]}</p>`;
}

function renderFigures(alarm: AlarmView, loop: Loop | null): Html {
  const figures = toAckFigures(alarm, loop);
  if (figures.length === 0) return html``;
  return html`<div class="figures">${figures.map(
    ({ label, value, note }) => html`<div><span>${label}</span><b>${value}</b><span>${note}</span></div>`,
  )}</div>`;
}

const renderSaid = ({ main, more }: AckSentences, role: "alert" | "status"): Html =>
  html`<div class="said" role="${role}"><strong>${main}</strong><p>${more}</p></div>`;

/** Names the version that the reader sees, so that an alarm that changes meanwhile is read again first. */
const renderForm = (alarm: AlarmView, person: string, comment: string): Html =>
  html`<form method="post">
<input type="hidden" name="version" value="${String(alarm.version)}">
<label for="comment">Comment, if you like</label>
<textarea id="comment" name="comment" maxlength="500" rows="2">${comment}</textarea>
<button type="submit">Acknowledge as ${person}</button>
<p class="dim">Opening this page has acknowledged nothing.</p>
</form>`;

const toPage = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ markup: ackStyle }}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.markup;

function toLoopText({ loopId }: AlarmView, loop: Loop | null): string {
  if (loopId === houseId) return "Loopwatch itself";
  return loop === null || loop.name === loopId ? loopId : `${loop.name} (${loopId})`;
}
