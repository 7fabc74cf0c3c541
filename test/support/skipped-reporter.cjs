/** The last lines of a run on a machine that lacks an optional tool: which suites did not run. In CI nothing is skipped. */
module.exports = class SkippedReporter {
  /** With `-t` tests are left out because somebody asked for others. */
  constructor({ testNamePattern }) {
    this.isWholeRun = !testNamePattern;
  }

  onRunComplete(_contexts, { testResults }) {
    const files = testResults.filter(({ numPendingTests, skipped }) => numPendingTests > 0 || skipped);
    if (!this.isWholeRun || files.length === 0) return;
    const names = files.map(({ testFilePath }) => testFilePath.replace(`${process.cwd()}/`, ''));
    process.stderr.write(
      `\nSKIPPED for want of a tool (docs in CONTRIBUTING.md, "Optional tools"): ${names.join(', ')}\n`,
    );
  }
};
