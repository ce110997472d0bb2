import type { Status } from "./status.ts";

const shapes: Readonly<Record<Status, string>> = {
  off: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M4.2 11.8L11.8 4.2",
  standby: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M8 6.4a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2",
  normal: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10",
  caution: "M3 3h10v10H3z",
  serious: "M8 1.2L14.8 8L8 14.8L1.2 8z",
  critical: "M8 1.6L15.2 14.2H0.8z",
};

/** The outline of a status as an SVG path in a 16 by 16 box; also drawn into the tab's icon. */
export const shapeOf = (status: Status): string => shapes[status];
