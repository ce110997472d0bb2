import { houseId } from "../../../../protocol/alarm.ts";
import type { LoopId } from "../../../../protocol/ids.ts";
import type { MailSection } from "../mail-content.ts";
import { toOneLine } from "../plain.ts";

/** Most lines of one list: what keeps the mail under the 100 KB at which Gmail cuts. */
const mostLines = 18;

/** A loop by its name in the configuration; the monitor itself by ours. */
export const toPlace = (loopId: LoopId): string => (loopId === houseId ? "Loopwatch itself" : loopId);

/** What there is to say of one thing, in one line: parts that are `null` are left out. */
export const toLine = (...parts: readonly (string | null)[]): string =>
  toOneLine(parts.filter((part) => part !== null).join("; "));

/** A line for each of the first, and one that says how many are left out; `none` where there is nothing. */
export function toSection(title: string, lines: readonly string[], none = "None."): MailSection {
  if (lines.length === 0) return { title, lines: [{ mark: "", text: none }] };
  const shown = lines.slice(0, mostLines).map((text) => ({ mark: "·" as const, text }));
  const left = lines.length - mostLines;
  return {
    title,
    lines: left > 0 ? [...shown, { mark: "", text: `${left} more are on the page.` }] : shown,
  };
}
