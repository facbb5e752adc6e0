/** A reporter for knip: how many files it has read, so that a knip that sees nothing is not believed. */
import type { Reporter } from 'knip';

const count: Reporter = ({ counters }) => {
  process.stdout.write(`analysed ${counters.processed} of ${counters.total} files\n`);
};

export default count;
