/** One file that is made from something else in the repository. */
export type Generated = {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly text: string;
};
