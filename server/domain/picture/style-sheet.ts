import { mailTextSize, phoneTextSize, textSize } from "./layout.ts";

/** Colours by what they are for. */
interface Palette {
  readonly ground: string;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
  readonly span: string;
  readonly accent: string;
  readonly plain: string;
  readonly faint: string;
  readonly abnormal: string;
  readonly limit: string;
}

const light: Palette = {
  ground: "#fcfcfd",
  ink: "#1b2127",
  quiet: "#49525c",
  grid: "#e1e5e9",
  span: "#d3d8de",
  accent: "#1f5687",
  plain: "#5c6670",
  faint: "#a3adb7",
  abnormal: "#c2410c",
  limit: "#8a6400",
};

const dark: Palette = {
  ground: "#191d22",
  ink: "#e4e8ec",
  quiet: "#a5afb9",
  grid: "#2a3138",
  span: "#3a434d",
  accent: "#82b7e6",
  plain: "#b4bdc6",
  faint: "#68747f",
  abnormal: "#f08a4b",
  limit: "#d8ac3c",
};

const toVariables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");

const variables: Palette = {
  ground: "var(--ground)",
  ink: "var(--ink)",
  quiet: "var(--quiet)",
  grid: "var(--grid)",
  span: "var(--span)",
  accent: "var(--accent)",
  plain: "var(--plain)",
  faint: "var(--faint)",
  abnormal: "var(--abnormal)",
  limit: "var(--limit)",
};

const toRules = (c: Palette): string =>
  [
    // Lines of marks run behind the text; its outline in the colour of the ground keeps them off the letters.
    `.lw text{fill:${c.quiet};paint-order:stroke;stroke:${c.ground};stroke-width:10;stroke-linejoin:round}`,
    `.lw tspan{font-weight:700}.lw .title{fill:${c.ink};font-weight:600}`,
    `.lw .name{fill:${c.ink}}.lw .value{text-anchor:end}.lw .time{text-anchor:middle}.lw .end{text-anchor:end}`,
    `.lw .ground{fill:${c.ground}}.lw .span{fill:${c.span}}`,
    ".lw path{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}",
    `.lw .grid{stroke:${c.grid}}.lw .axis{stroke:${c.plain}}`,
    `.lw .accent{stroke:${c.accent};stroke-width:3.6}.lw .plain{stroke:${c.plain};stroke-width:2.4}`,
    `.lw .faint{stroke:${c.faint}}.lw .abnormal{stroke:${c.abnormal};stroke-width:2.8}`,
    `.lw .limit{stroke:${c.limit};stroke-dasharray:10 8}.lw .band{fill:${c.accent};opacity:.18;stroke:none}`,
    ".lw .mark{stroke-width:2.4}",
    `.lw .k-accent{fill:${c.accent}}.lw .k-plain{fill:${c.plain}}.lw .k-faint{fill:${c.faint}}`,
    `.lw .k-abnormal{fill:${c.abnormal}}.lw .k-band{fill:${c.accent};opacity:.4}.lw .k-span{fill:${c.span}}`,
    `.lw .k-limit{fill:${c.limit}}`,
  ].join("");

/**
 * Colours by the reader's own setting, with a ground of its own so that a page of the other kind does no harm. Width
 * here is that of the picture on the page: narrow ones get larger text.
 */
export const styleSheet = [
  `.lw{${toVariables(light)};`,
  `font:${textSize}px system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}`,
  `@media(prefers-color-scheme:dark){.lw{${toVariables(dark)}}}`,
  `@media(max-width:480px){.lw{font-size:${phoneTextSize}px}}`,
  toRules(variables),
].join("");

/**
 * For a picture of pixels: it cannot ask for the reader's setting, what draws it knows no variables, and it is looked at on
 * a phone as well as on a desk.
 */
export const mailStyleSheet = `.lw{font-family:"DejaVu Sans";font-size:${mailTextSize}px}${toRules(light)}`;
