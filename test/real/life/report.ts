/** The one object that a command prints with `--json`, as far as the tests look into it. */
export type Report = {
  readonly notes: string;
  readonly seconds: number;
  readonly codes: readonly string[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  readonly opened: readonly { readonly grant: string; readonly end: string }[];
  readonly kept: readonly string[];
  readonly ended: readonly string[];
  readonly live: readonly { readonly grant: string; readonly end: string }[];
  /** `<grant> <state>`, sorted. */
  readonly states: readonly string[];
  readonly conclusions: readonly Conclusion[];
};

export type Conclusion = {
  readonly grant: string;
  readonly state: string;
  readonly why: string;
  readonly open?: readonly string[];
};

/** Throws when stdout is anything but one object of the known version. A command that broke off prints none. */
export function parseReport(ran: {
  readonly stdout: string;
  readonly notes: string;
  readonly seconds: number;
}): Report {
  const object = ran.stdout === '' ? {} : JSON.parse(ran.stdout);
  if (ran.stdout !== '' && object.schemaVersion !== 1) throw new Error(`not a report: ${ran.stdout}`);
  const { problems = [], opened = [], kept = [], ended = [], live = [] } = object;
  const conclusions: Conclusion[] = object.conclusions ?? object.swept?.conclusions ?? [];
  return {
    notes: ran.notes,
    seconds: ran.seconds,
    codes: problems.map(({ code }: { readonly code: string }) => code),
    problems,
    opened,
    kept,
    ended,
    live,
    states: conclusions.map(({ grant, state }) => `${grant} ${state}`).sort(),
    conclusions,
  };
}
