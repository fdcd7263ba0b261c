/** Prints the final count of the tests on a line of its own, for searching CI logs. */
export default class PlainReporter {
  onTestRunEnd(modules) {
    let passed = 0;
    let failed = 0;
    for (const file of modules) {
      for (const test of file.children.allTests()) {
        const state = test.result().state;
        if (state === "passed") passed += 1;
        if (state === "failed") failed += 1;
      }
      if (file.state() === "failed" && [...file.children.allTests()].length === 0) failed += 1;
    }
    console.log(`\n${passed} passed, ${failed} failed\n`);
  }
}
