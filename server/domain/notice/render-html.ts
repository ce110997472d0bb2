import { type Html, html } from "./html.ts";
import type { MailContent, MailFigure, MailItem, MailLink, MailSection, MailTone } from "./mail-content.ts";
import { latePlace, plotPlace } from "./notice.ts";

/** A shape beside the colour, so that neither is needed to tell the classes apart; text contrast is at least 4.5. */
const lookByTone: Readonly<
  Record<MailTone, { readonly shape: string; readonly band: string; readonly ink: string }>
> = {
  emergency: { shape: "▲", band: "#b8112a", ink: "#ffffff" },
  warning: { shape: "◆", band: "#f7931e", ink: "#1b1f24" },
  caution: { shape: "■", band: "#f2d70c", ink: "#1b1f24" },
  advisory: { shape: "●", band: "#23619e", ink: "#ffffff" },
  calm: { shape: "○", band: "#3d4a57", ink: "#ffffff" },
};

const fonts = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * Inline styles carry the light look, which every mail program shows. Programs that follow the reader's dark
 * setting read this sheet; the classes exist for it alone.
 */
const darkSheet: Html = html`<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#101418!important}
.card{background:#1a2027!important;border-color:#2f3943!important}
.ink{color:#e8edf2!important}
.dim{color:#a3b0bd!important}
.rule{border-color:#2f3943!important}
.tile{background:#232b34!important}
.button{background:#e8edf2!important;border-color:#e8edf2!important}
.button a{color:#1a2027!important}
.second{background:#1a2027!important;border-color:#e8edf2!important}
.second a{color:#e8edf2!important}
.link{color:#8fc1f0!important}
}
@media (max-width:480px){
.figure{display:block!important;width:auto!important;padding:0 0 8px 0!important}
.pad{padding-left:16px!important;padding-right:16px!important}
.page-pad{padding:0!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
.action{display:block!important;width:auto!important;padding:0 0 10px 0!important}
.actions,.action table{width:100%!important}
.label{width:104px!important}
}
</style>`;

function renderFigure({ label, value, note }: MailFigure, width: string): Html {
  return html`<td class="figure" width="${width}" valign="top" style="padding:0 8px 8px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="tile" style="background:#f1f4f7;border-radius:6px;padding:10px 12px;${fonts}">
<div class="dim" style="font-size:13px;line-height:18px;color:#51606e">${label}</div>
<div class="ink" style="font-size:24px;line-height:30px;font-weight:700;color:#1b1f24">${value}</div>
<div class="dim" style="font-size:13px;line-height:18px;color:#51606e">${note ?? ""}</div>
</td></tr></table></td>`;
}

function renderFigures(figures: readonly MailFigure[]): Html {
  if (figures.length === 0) return html``;
  const width = `${Math.floor(100 / figures.length)}%`;
  return html`<tr><td class="pad" style="padding:16px 16px 4px 24px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
${figures.map((figure) => renderFigure(figure, width))}
</tr></table></td></tr>`;
}

function renderFacts(facts: MailContent["facts"]): Html {
  if (facts.length === 0) return html``;
  return html`<tr><td class="pad" style="padding:8px 24px 4px 24px"><table role="presentation" cellpadding="0" cellspacing="0">
${facts.map(
  ({ label, value }) => html`<tr>
<td class="dim label" width="128" valign="top" style="width:128px;padding:3px 12px 3px 0;${fonts};font-size:15px;line-height:21px;color:#51606e">${label}</td>
<td class="ink" valign="top" style="padding:3px 0;${fonts};font-size:15px;line-height:21px;color:#1b1f24">${value}</td>
</tr>`,
)}
</table></td></tr>`;
}

function renderSection({ title, lines }: MailSection): Html {
  const cell = `padding:3px 0;${fonts};font-size:15px;line-height:22px;color:#1b1f24`;
  return html`<tr><td class="pad" style="padding:8px 24px"><div class="dim rule" style="border-top:1px solid #d9e0e6;padding:12px 0 2px 0;${fonts};font-size:13px;line-height:18px;font-weight:700;color:#51606e">${title}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${lines.map(({ mark, text }) =>
  mark === ""
    ? html`<tr><td class="ink" colspan="2" style="${cell}">${text}</td></tr>`
    : html`<tr><td class="ink" width="20" valign="top" style="width:20px;font-weight:700;${cell}">${mark}</td><td class="ink" valign="top" style="${cell}">${text}</td></tr>`,
)}
</table></td></tr>`;
}

function renderButton({ label, url }: MailLink, rank: "first" | "second"): Html {
  const [look, ground, ink] =
    rank === "first" ? ["button", "#1b1f24", "#ffffff"] : ["second", "#ffffff", "#1b1f24"];
  return html`<td class="action" style="padding:0 12px 0 0"><table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="${look}" align="center" style="background:${ground};border:2px solid #1b1f24;border-radius:6px"><a href="${url}" style="display:block;padding:11px 18px;${fonts};font-size:16px;line-height:20px;font-weight:700;color:${ink};text-decoration:none">${label}</a></td></tr></table></td>`;
}

const renderButtons = (links: readonly MailLink[]): Html =>
  links.length === 0
    ? html``
    : html`<tr><td class="pad" style="padding:12px 24px 8px 24px"><table role="presentation" cellpadding="0" cellspacing="0" class="actions"><tr>
${links.map((link, i) => renderButton(link, i === 0 ? "first" : "second"))}
</tr></table></td></tr>`;

/** A band at the side in the colour of the class, with its shape, so that a list can be read by running over it. */
function renderItem({ tone, badge, title, detail, links }: MailItem): Html {
  const look = lookByTone[tone];
  const more = links.map(
    ({ label, url }) => html` <a class="link" href="${url}" style="color:#23619e">${label}</a>`,
  );
  return html`<tr><td width="24" align="center" valign="top" style="width:24px;background:${look.band};padding:10px 0;${fonts};font-size:13px;line-height:18px;color:${look.ink}">${look.shape}</td><td class="tile" style="background:#f1f4f7;padding:8px 12px;${fonts}">
<div class="dim" style="font-size:13px;line-height:18px;font-weight:700;color:#51606e">${badge}</div>
<div class="ink" style="font-size:15px;line-height:21px;font-weight:700;color:#1b1f24">${title}</div>
<div class="dim" style="font-size:13px;line-height:19px;color:#51606e">${detail}${more}</div></td></tr>
<tr><td colspan="2" height="6" style="height:6px;font-size:0;line-height:0">&nbsp;</td></tr>`;
}

const renderItems = (items: readonly MailItem[]): Html =>
  items.length === 0
    ? html``
    : html`<tr><td class="pad" style="padding:12px 24px 4px 24px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${items.map(renderItem)}</table></td></tr>`;

/** For those who see no buttons, or want to see first where one leads. */
const renderAddresses = (links: readonly MailLink[]): Html =>
  html`${links.map(({ label, note, url }) => html`<div style="padding-bottom:6px">${note === undefined ? label : `${label} (${note})`}:<br><a class="link" href="${url}" style="color:#23619e;word-break:break-all">${url}</a></div>`)}`;

/** The mail as HTML: tables and inline styles, for mail programs; no script, nothing to load from elsewhere. */
export function renderHtml(content: MailContent): string {
  const look = lookByTone[content.tone];
  const { actions = [], items = [], link, reason } = content;
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${content.title}</title>${darkSheet}</head>
<body class="page" style="margin:0;padding:0;background:#e9edf1">
<div style="display:none;max-height:0;overflow:hidden">${content.preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#e9edf1"><tr><td class="page-pad" align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid #d0d8df;border-radius:8px;overflow:hidden;text-align:left">
<tr><td class="pad" style="background:${look.band};padding:10px 24px;${fonts};font-size:15px;line-height:20px;font-weight:700;color:${look.ink}">${look.shape}&nbsp; ${content.badge}</td></tr>${{ markup: latePlace }}
<tr><td class="pad" style="padding:20px 24px 0 24px;${fonts}"><div class="ink" style="font-size:22px;line-height:28px;font-weight:700;color:#1b1f24">${content.title}</div>
<div class="dim" style="padding-top:4px;font-size:15px;line-height:21px;color:#51606e">${content.subtitle}</div>${reason === undefined ? html`` : html`<div class="ink" style="padding-top:8px;font-size:15px;line-height:21px;color:#1b1f24">${reason}</div>`}</td></tr>
${renderFigures(content.figures)}${renderButtons(actions)}${content.hasPlot === true ? { markup: plotPlace } : html``}${renderFacts(content.facts)}${renderItems(items)}${content.sections.map(renderSection)}${renderButtons(link === null ? [] : [link])}
<tr><td class="pad" style="padding:4px 24px 20px 24px"><div class="dim rule" style="border-top:1px solid #d9e0e6;padding-top:12px;${fonts};font-size:13px;line-height:19px;color:#51606e">${renderAddresses(actions)}${content.footer.map((line) => html`<div>${line}</div>`)}</div></td></tr>
</table></td></tr></table></body></html>
`.markup;
}
