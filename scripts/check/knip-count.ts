/** A reporter for knip: how many files it has analysed. Its own types would bring another library along. */
type Outcome = { readonly counters: { readonly processed: number } };

export default function count({ counters }: Outcome): void {
  process.stdout.write(`analysed ${counters.processed} files\n`);
}
