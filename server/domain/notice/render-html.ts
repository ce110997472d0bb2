import { type Html, html } from "./html.ts";
import type { MailContent, MailFigure, MailSection, MailTone } from "./mail-content.ts";

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
.button{background:#e8edf2!important}
.button a{color:#1a2027!important}
}
@media (max-width:480px){
.figure{display:block!important;width:auto!important;padding:0 0 8px 0!important}
.pad{padding-left:16px!important;padding-right:16px!important}
.page-pad{padding:0!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
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
<td class="dim" width="128" valign="top" style="width:128px;padding:3px 12px 3px 0;${fonts};font-size:15px;line-height:21px;color:#51606e">${label}</td>
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
    ? html`<tr><td class="ink" style="${cell}">${text}</td></tr>`
    : html`<tr><td class="ink" width="20" valign="top" style="width:20px;font-weight:700;${cell}">${mark}</td><td class="ink" valign="top" style="${cell}">${text}</td></tr>`,
)}
</table></td></tr>`;
}

const renderLink = (link: NonNullable<MailContent["link"]>): Html =>
  html`<tr><td class="pad" style="padding:12px 24px 20px 24px"><table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="button" style="background:#1b1f24;border-radius:6px"><a href="${link.url}" style="display:inline-block;padding:12px 20px;${fonts};font-size:16px;line-height:20px;font-weight:700;color:#ffffff;text-decoration:none">${link.label}</a></td></tr></table></td></tr>`;

/** The mail as HTML: tables and inline styles, for mail programs; no picture, script, or address of someone else. */
export function renderHtml(content: MailContent): string {
  const look = lookByTone[content.tone];
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${content.title}</title>${darkSheet}</head>
<body class="page" style="margin:0;padding:0;background:#e9edf1">
<div style="display:none;max-height:0;overflow:hidden">${content.preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#e9edf1"><tr><td class="page-pad" align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid #d0d8df;border-radius:8px;overflow:hidden;text-align:left">
<tr><td class="pad" style="background:${look.band};padding:10px 24px;${fonts};font-size:15px;line-height:20px;font-weight:700;color:${look.ink}">${look.shape}&nbsp; ${content.badge}</td></tr>
<tr><td class="pad" style="padding:20px 24px 0 24px;${fonts}"><div class="ink" style="font-size:22px;line-height:28px;font-weight:700;color:#1b1f24">${content.title}</div>
<div class="dim" style="padding-top:4px;font-size:15px;line-height:21px;color:#51606e">${content.subtitle}</div></td></tr>
${renderFigures(content.figures)}${renderFacts(content.facts)}${content.sections.map(renderSection)}${content.link === null ? html`` : renderLink(content.link)}
<tr><td class="pad" style="padding:4px 24px 20px 24px"><div class="dim rule" style="border-top:1px solid #d9e0e6;padding-top:12px;${fonts};font-size:13px;line-height:19px;color:#51606e">${content.footer.map((line) => html`<div>${line}</div>`)}</div></td></tr>
</table></td></tr></table></body></html>
`.markup;
}
