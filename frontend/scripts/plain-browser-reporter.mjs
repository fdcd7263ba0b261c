/** Prints the final count of the browser tests on a line of its own, for searching CI logs. */
export default class PlainBrowserReporter {
  onBegin(_config, suite) {
    this.suite = suite;
  }

  onEnd() {
    const outcomes = this.suite.allTests().map((test) => test.outcome());
    const passed = outcomes.filter((outcome) => outcome === "expected" || outcome === "flaky").length;
    const failed = outcomes.filter((outcome) => outcome === "unexpected").length;
    console.log(`\n${passed} passed, ${failed} failed\n`);
  }
}
