import { phoneTextSize, textSize } from "./layout.ts";

/**
 * Colours by the reader's own setting, with a ground of its own so that a page of the other kind does no harm. Width
 * here is that of the picture on the page: narrow ones get larger text.
 */
export const styleSheet = [
  ".lw{--ground:#fcfcfd;--ink:#1b2127;--quiet:#49525c;--grid:#e1e5e9;--span:#d3d8de;",
  "--accent:#1f5687;--plain:#5c6670;--faint:#a3adb7;--abnormal:#c2410c;--limit:#8a6400;",
  `font:${textSize}px system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}`,
  "@media(prefers-color-scheme:dark){.lw{--ground:#191d22;--ink:#e4e8ec;--quiet:#a5afb9;--grid:#2a3138;",
  "--span:#3a434d;--accent:#82b7e6;--plain:#b4bdc6;--faint:#68747f;--abnormal:#f08a4b;--limit:#d8ac3c}}",
  `@media(max-width:480px){.lw{font-size:${phoneTextSize}px}}`,
  // Lines of marks run behind the text; its outline in the colour of the ground keeps them off the letters.
  ".lw text{fill:var(--quiet);paint-order:stroke;stroke:var(--ground);stroke-width:10;stroke-linejoin:round}",
  ".lw tspan{font-weight:700}.lw .title{fill:var(--ink);font-weight:600}",
  ".lw .name{fill:var(--ink)}.lw .value{text-anchor:end}.lw .time{text-anchor:middle}.lw .end{text-anchor:end}",
  ".lw .ground{fill:var(--ground)}.lw .span{fill:var(--span)}",
  ".lw path{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}",
  ".lw .grid{stroke:var(--grid)}.lw .axis{stroke:var(--plain)}",
  ".lw .accent{stroke:var(--accent);stroke-width:3.6}.lw .plain{stroke:var(--plain);stroke-width:2.4}",
  ".lw .faint{stroke:var(--faint)}.lw .abnormal{stroke:var(--abnormal);stroke-width:2.8}",
  ".lw .limit{stroke:var(--limit);stroke-dasharray:10 8}.lw .band{fill:var(--accent);opacity:.18;stroke:none}",
  ".lw .mark{stroke-width:2.4}",
  ".lw .k-accent{fill:var(--accent)}.lw .k-plain{fill:var(--plain)}.lw .k-faint{fill:var(--faint)}",
  ".lw .k-abnormal{fill:var(--abnormal)}.lw .k-band{fill:var(--accent);opacity:.4}.lw .k-span{fill:var(--span)}",
  ".lw .k-limit{fill:var(--limit)}",
].join("");
