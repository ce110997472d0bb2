// The bench looks at pages with the same browser.
// biome-ignore lint/performance/noBarrelFile: one name for all suites
export { chromiumFlags, chromiumPath } from "../../bench/page/chromium.ts";
