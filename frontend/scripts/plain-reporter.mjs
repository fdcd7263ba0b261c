/** Prints the closing count alone on a line, which is what a CI log is searched for. */
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
