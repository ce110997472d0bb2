import { plants, type Rest, row, type Site } from "./rows.ts";
import type { Stranger } from "./stranger.ts";

const quietEvents: Record<string, { events: readonly object[]; rest?: Rest }> = {
  "heat +30%": { events: [{ kind: "heat", factor: 1.3 }] },
  "heat -40%": { events: [{ kind: "heat", factor: 0.6 }] },
  "heat off/on": { events: [{ kind: "heat", factor: 0, forS: "40min" }] },
  "pump 70%": { events: [{ kind: "pump speed", factor: 0.7 }] },
  "pump 130%": { events: [{ kind: "pump speed", factor: 1.3, forS: "1h" }] },
  "pump off on 4x": {
    events: [0, 40, 80, 120].map((m) => ({ kind: "pump trip", atS: `${m}min`, forS: "10min" })),
  },
  "pump trip": { events: [{ kind: "pump trip" }] },
};
const ground: Record<string, { events: readonly object[]; rest?: Rest }> = {
  "ambient -6K": { events: [{ kind: "ambient", offsetK: -6 }] },
  "ambient +6K": { events: [{ kind: "ambient", offsetK: 6, forS: "1h" }] },
};
const orbit: Record<string, { events: readonly object[]; rest?: Rest }> = {
  "absorbed x2": { events: [{ kind: "absorbed heat", factor: 2, forS: "90min" }] },
  "beta to 75": { events: [{ kind: "beta", toDeg: 75, forS: "6h" }], rest: { lengthS: "8h" } },
};
const quietSites: readonly Site[] = [
  ["bench10", "full"],
  ["orbit30", "onlyP"],
  ["water120", "pq"],
  ["pg400", "onlyQ"],
  ["ammonia200", "full"],
  ["tinyAcc", "full"],
  ["hfe15", "bare"],
  ["water120", "noT"],
  ["hfeOrbit80", "gasT"],
];
export const changes: readonly Stranger[] = quietSites.flatMap(([plant, set]) =>
  Object.entries({ ...quietEvents, ...(plants[plant].place === "orbit" ? orbit : ground) }).map(
    ([name, { events, rest }]) =>
      row(name, [plant, set], events, { lengthS: "4h", sampleS: plant === "water120" ? 1 : 2, ...rest }),
  ),
);
