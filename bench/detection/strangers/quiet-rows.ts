import { row } from "./rows.ts";
import type { Stranger } from "./stranger.ts";

const bad = {
  gaps: [{ kind: "random", perHour: 3, fromS: "20s", toS: "5min" }],
  duplicates: 0.02,
  backsteps: 0.001,
  nulls: 0.01,
};
export const quiet: readonly Stranger[] = [
  row("10 d quiet", ["water120", "full"], [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", ["pg400", "pq"], [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", ["orbit30", "full"], [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", ["orbit30", "onlyP"], [], { lengthS: "10d", sampleS: 30 }),
  row("10 d quiet", ["bench10", "onlyP"], [], { lengthS: "10d", sampleS: 60 }),
  row("10 d quiet", ["tinyAcc", "full"], [], { lengthS: "10d", sampleS: 60 }),
  row("10 d quiet", ["hfe15", "noT"], [], { lengthS: "10d", sampleS: 60, learning: "1d" }),
  row("10 d quiet", ["water120", "bare"], [], { lengthS: "10d", sampleS: 60, learning: "1d" }),
  row("10 d quiet", ["ammonia200", "onlyQ"], [], { lengthS: "10d", sampleS: 60 }),
  row("10 d quiet", ["pg2000", "gasT"], [], { lengthS: "10d", sampleS: 60, learning: "1d" }),
  row("2 d quiet learning 1h", ["pg400", "full"], [], { lengthS: "2d", sampleS: 10, learning: "1h" }),
  row("2 d quiet learning 1h", ["orbit30", "full"], [], { lengthS: "2d", sampleS: 10, learning: "1h" }),
  row("1 d bad link", ["orbit30", "full"], [], { lengthS: "1d", sampleS: 1, link: bad }),
  row("1 d bad link", ["water120", "pq"], [], { lengthS: "1d", sampleS: 2, link: bad }),
  row("1 d on-change", ["water120", "full"], [], { lengthS: "1d", sampleS: 1, onChange: true }),
  row("1 d step 10", ["orbit30", "onlyP"], [], { lengthS: "1d", sampleS: 2, step: 10 }),
  row("1 d noise 3", ["tinyAcc", "full"], [], { lengthS: "1d", sampleS: 2, noise: 3 }),
  row("isolation undeclared", ["water120", "pq"], [{ kind: "isolation", segment: "return", how: "inlet" }], {
    lengthS: "4h",
  }),
  row("refill undeclared", ["water120", "pq"], [{ kind: "refill", litres: 1, tempC: 18, forS: "20min" }], {
    lengthS: "4h",
  }),
  row(
    "refill undeclared",
    ["orbit30", "onlyP"],
    [{ kind: "refill", litres: 0.5, tempC: 20, forS: "10min" }],
    {
      lengthS: "4h",
    },
  ),
  row("refill cold", ["pg400", "full"], [{ kind: "refill", litres: 5, forS: "20min", tempC: 10 }], {
    lengthS: "4h",
  }),
  row(
    "drain declared",
    ["water120", "pq"],
    [
      { kind: "operation", operation: "refill", atS: "-1min" },
      { kind: "drain", litres: 1, forS: "10min" },
    ],
    { lengthS: "4h" },
  ),
  row(
    "gas leak",
    ["water120", "pq"],
    [{ kind: "leak", from: "gas side", size: { kind: "hole", holeMm: 0.05 } }],
    { lengthS: "4h" },
  ),
];
