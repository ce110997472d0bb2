import type { AlarmView } from "../../protocol/alarm.ts";
import { severityWord } from "./alarm-words.ts";
import type { Link } from "./freshness.ts";
import { type Status, statusOfSeverity } from "./status.ts";
import { isCalling } from "./urgency.ts";

/** What a browser tab says of a page that nobody is looking at. */
export interface Tab {
  readonly title: string;
  readonly status: Status;
}

/** Title and icon of the tab; `open` is most urgent first. Being cut off or not let in comes before every alarm. */
export function toTab(link: Link, open: readonly AlarmView[]): Tab {
  if (link.kind === "dead") return { title: "No connection · Loopwatch", status: "off" };
  if (link.kind === "login") return { title: "Log in · Loopwatch", status: "off" };
  const worst = open.find(({ hold }) => hold === null);
  if (!worst) return { title: "Loopwatch", status: "normal" };
  const unanswered = open.filter(isCalling).length;
  const count = unanswered > 0 ? `(${unanswered}) ` : "";
  return {
    title: `${count}${severityWord(worst.severity)} ${worst.loopId} · Loopwatch`,
    status: statusOfSeverity[worst.severity],
  };
}

/** Colours of the tab's icon: a tab bar has its own background, so these do not follow the page's theme. */
const iconColours: Readonly<Record<Status, string>> = {
  off: "#8a929b",
  standby: "#3f8fc9",
  normal: "#7f8c88",
  caution: "#e0b400",
  serious: "#f08c00",
  critical: "#e02828",
};

/** The tab's icon as a data URI. `path` is the status's shape in a 16 by 16 box. */
export function renderIcon(status: Status, path: string): string {
  const colour = iconColours[status];
  const filled = status !== "off" && status !== "standby";
  const paint = filled ? `fill="${colour}"` : `fill="none" stroke="${colour}" stroke-width="2"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${path}" ${paint}/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
