const entityByCharacter: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** XML 1.0, section 2.2: characters that no document may hold, not even escaped. */
const mayStand = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code >= 0x1_0000;

/** Text that is safe between tags and in quoted attributes; what XML cannot hold becomes a replacement character. */
export function toXml(text: string): string {
  let xml = "";
  for (const character of text) {
    xml += mayStand(character.codePointAt(0) ?? 0) ? (entityByCharacter[character] ?? character) : "\u{fffd}";
  }
  return xml;
}
