/** Exit codes, as `breakglass help` prints them. */
export const exit = {
  done: 0,
  failed: 1,
  usage: 2,
  files: 3,
  signIn: 4,
  refused: 5,
  notProvenClosed: 9,
  interrupted: 130,
} as const;

export type Exit = (typeof exit)[keyof typeof exit];

export const exitTexts: Readonly<Record<Exit, string>> = {
  0: 'done',
  1: 'failed: something is not there or did not answer, or a bug',
  2: 'usage',
  3: 'files are invalid',
  4: 'sign-in or second factor needed',
  5: 'refused',
  9: 'access is not proven closed',
  130: 'interrupted',
};

const worst: readonly Exit[] = [9, 1, 5, 3];

/** Several at once: the one that somebody must act on first. */
export function worstOf(codes: readonly Exit[]): Exit {
  return worst.find((code) => codes.includes(code)) ?? codes.find((code) => code !== 0) ?? 0;
}
