import type { MailContent, MailItem, MailLink, MailSection } from "./mail-content.ts";

const renderSection = (section: MailSection): readonly string[] => [
  section.title,
  ...section.lines.map(({ mark, text }) =>
    mark === "" ? `  ${text}` : `  ${mark}${/^\d/.test(mark) ? "." : ""} ${text}`,
  ),
  "",
];

const renderLink = ({ label, note, url }: MailLink): readonly string[] => [
  note === undefined ? `${label}:` : `${label} (${note}):`,
  url,
  "",
];

const renderItem = ({ badge, title, detail, links }: MailItem): readonly string[] => [
  `${badge}: ${title}`,
  `  ${detail}`,
  ...links.map(({ label, url }) => `  ${label}: ${url}`),
  "",
];

/**
 * The mail as plain text. Lines are not broken at a width: a phone breaks them where its screen ends, and a
 * break of ours would come out as a ragged half line.
 */
export function renderText(content: MailContent): string {
  const figures = [
    ...content.figures.map(
      ({ label, value, note }) => `${label}: ${value}${note === null ? "" : ` (${note})`}`,
    ),
    ...content.facts.map(({ label, value }) => `${label}: ${value}`),
  ];
  const lines = [
    content.badge,
    content.title,
    content.subtitle,
    ...(content.reason === undefined ? [] : [content.reason]),
    "",
    ...(figures.length === 0 ? [] : [...figures, ""]),
    ...(content.actions ?? []).flatMap(renderLink),
    ...(content.items ?? []).flatMap(renderItem),
    ...content.sections.flatMap(renderSection),
    ...(content.link === null ? [] : renderLink(content.link)),
    // RFC 3676, 4.3: this line, with its space, starts the signature.
    "-- ",
    ...content.footer,
    "",
  ];
  return lines.join("\n");
}
