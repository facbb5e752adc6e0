/** Does the work at the first call and keeps what came out; a failure is not kept. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= work().catch((error) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
