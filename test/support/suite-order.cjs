/**
 * The order of the suites, since a new clone has no times of an earlier run, by which Jest would go. Suites that start
 * hosts and compilers take seconds, those of test/unit a fraction of one: these come last, so that no worker is idle at
 * the end. Those in a browser, which hear sound as it plays, are spread over the others and so meet each other least.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

module.exports = class SuiteOrder extends Sequencer {
  /** Within each kind, as Jest has them. */
  sort(tests) {
    const sorted = super.sort(tests);
    const below = (folder) => sorted.filter((test) => isBelow(folder, test));
    const others = sorted.filter((test) => !isBelow('browser', test) && !isBelow('unit', test));
    return [...spread(below('browser'), others), ...below('unit')];
  }
};

function isBelow(folder, { path }) {
  return path.split(/[\\/]/).join('/').includes(`/test/${folder}/`);
}

function spread(few, many) {
  const share = Math.ceil(many.length / Math.max(1, few.length));
  return few.length === 0
    ? many
    : few.flatMap((one, index) => [one, ...many.slice(index * share, (index + 1) * share)]);
}
