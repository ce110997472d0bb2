/**
 * Counts from vitest's JSON report (`null` when it wrote none) and its exit code. A file that could not
 * run, or a hook that failed, has no failed test in the report: each counts as one failure, so that the
 * last line never says "0 failed" for a run that failed.
 */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const count = (status) => tests.filter((test) => test.status === status).length;
  const passed = count("passed");
  const broken = files.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = count("failed") + broken;
  return {
    passed,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: tests.length - passed - count("failed"),
  };
}

/** Suites in which tests were left out, each with how many: `tests/a.test.ts > name of the suite (3)`. */
export function skippedSuites(report, root) {
  const countBySuite = new Map();
  for (const file of report?.testResults ?? []) {
    for (const test of file.assertionResults) {
      if (test.status === "passed" || test.status === "failed") continue;
      const path = file.name.replace(`${root}/`, "");
      const suite = [path, ...(test.ancestorTitles.length > 0 ? test.ancestorTitles : [test.title])].join(
        " > ",
      );
      countBySuite.set(suite, (countBySuite.get(suite) ?? 0) + 1);
    }
  }
  return [...countBySuite].map(([suite, tests]) => `${suite} (${tests})`);
}

/** The last line of a test run. */
export const renderCount = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
