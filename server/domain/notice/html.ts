import { toXml } from "../picture/xml.ts";

/** A piece of HTML that is safe to send: whatever came from outside was escaped on its way in. */
export interface Html {
  readonly markup: string;
}

/** What may be put into a template: text is escaped, pieces of HTML are taken as they are. */
type Insert = string | Html | readonly Html[];

function toMarkup(insert: Insert): string {
  if (typeof insert === "string") return toXml(insert);
  return "markup" in insert ? insert.markup : insert.map((piece) => piece.markup).join("");
}

/** Template tag for HTML. Inserted text cannot become markup, neither between tags nor in a quoted attribute. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  const markup = parts.map((part, i) => {
    const insert = inserts[i];
    return insert === undefined ? part : part + toMarkup(insert);
  });
  return { markup: markup.join("") };
}
