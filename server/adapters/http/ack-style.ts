import { createHash } from "node:crypto";

/** The look of the acknowledge page: of a phone first, light or dark as its owner has it. Text contrast is at least 4.5. */
export const ackStyle = `
:root{color-scheme:light dark;--bg:#eceff2;--card:#fff;--ink:#1b1f24;--dim:#51606e;--rule:#d9e0e6;--edge:#767f89;--tile:#f1f4f7;--link:#1f5687;--said:#e6eef6;--button:#1b1f24;--on-button:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#101418;--card:#1a2027;--ink:#e8edf2;--dim:#a3b0bd;--rule:#2f3943;--edge:#76818c;--tile:#232b34;--link:#82b7e6;--said:#1f2c3a;--button:#e8edf2;--on-button:#12161a}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.45 -apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:560px;margin:0 auto;background:var(--card);min-height:100vh;padding-bottom:24px}
@media (min-width:600px){body{padding:24px 0}main{min-height:0;border:1px solid var(--rule);border-radius:8px;overflow:hidden}}
main>*{margin-left:20px;margin-right:20px}
.band{margin:0;padding:12px 20px;font-weight:700;font-size:15px;background:#3d4a57;color:#fff}
.band span{margin-right:6px}
.emergency{background:#b8112a}.warning{background:#f7931e;color:#1b1f24}.caution{background:#f2d70c;color:#1b1f24}.advisory{background:#23619e}
h1{font-size:22px;line-height:1.25;margin-top:18px;margin-bottom:4px}
.dim{color:var(--dim)}
p{margin-top:0;margin-bottom:12px}
.said{background:var(--said);border-radius:6px;padding:12px 14px;margin-top:14px;margin-bottom:14px}
.said strong{display:block}
.said p{margin:4px 0 0}
.figures{display:flex;gap:8px;margin-top:14px}
.figures div{flex:1;background:var(--tile);border-radius:6px;padding:10px 12px}
.figures div:first-child{flex-grow:1.5}
.figures b{display:block;font-size:20px;line-height:1.3}
.figures span{display:block;font-size:13px;line-height:1.4;color:var(--dim)}
label{display:block;font-weight:700;margin-bottom:4px}
textarea{width:100%;min-height:76px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:6px;padding:9px 11px;resize:vertical}
button{width:100%}
button,.button{display:block;min-height:48px;margin-top:12px;padding:12px 16px;border:0;border-radius:6px;background:var(--button);color:var(--on-button);font:inherit;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
form .dim{font-size:14px;margin-top:8px}
dl{display:grid;grid-template-columns:minmax(92px,auto) 1fr;gap:4px 14px;margin-top:18px;margin-bottom:18px;padding-top:14px;border-top:1px solid var(--rule)}
dt{color:var(--dim)}dd{margin:0}
a{color:var(--link)}
a:focus-visible,button:focus-visible,textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}
`;

const hash = createHash("sha256").update(ackStyle).digest("base64");

/** The page shows itself and its own style, posts to where it came from, and does nothing else. */
export const ackPolicy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
