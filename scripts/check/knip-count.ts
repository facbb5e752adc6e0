/** A reporter for knip: how many files it has analysed. */
import type { Reporter } from 'knip';

const count: Reporter = ({ counters }) => {
  process.stdout.write(`analysed ${counters.processed} files\n`);
};

export default count;
