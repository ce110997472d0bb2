import type { MailContent, MailSection } from "./mail-content.ts";

const renderSection = (section: MailSection): readonly string[] => [
  section.title,
  ...section.lines.map(({ mark, text }) => (mark === "" ? `  ${text}` : `  ${mark} ${text}`)),
  "",
];

/**
 * The mail as plain text. Lines are not broken at a width: a phone breaks them where its screen ends, and a
 * break of ours would come out as a ragged half line.
 */
export function renderText(content: MailContent): string {
  const lines = [
    content.badge,
    content.title,
    content.subtitle,
    "",
    ...content.figures.map(
      ({ label, value, note }) => `${label}: ${value}${note === null ? "" : ` (${note})`}`,
    ),
    ...content.facts.map(({ label, value }) => `${label}: ${value}`),
    "",
    ...content.sections.flatMap(renderSection),
    ...(content.link === null ? [] : [`${content.link.label}:`, content.link.url, ""]),
    // RFC 3676, 4.3: this line, with its space, starts the signature.
    "-- ",
    ...content.footer,
    "",
  ];
  return lines.join("\n");
}
