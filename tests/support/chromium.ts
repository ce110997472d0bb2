// The bench looks at pages with the same browser.
export { chromiumFlags, chromiumPath } from "../../bench/page/chromium.ts";
