/**
 * The only writer to stdout and stderr. Results go to stdout, everything else to stderr; with
 * `--json` stdout holds one object and nothing more. No capital at the start of a line, no full stop.
 */
import pc from 'picocolors';
import type { Clock, Progress } from '../ports.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import { type Failure, renderFailure } from './failure.ts';
import { jsonText } from './json.ts';
import { renderProblems } from './problems.ts';
import { safe, safeLines } from './safe.ts';

export type Colours = ReturnType<typeof pc.createColors>;

export type View = {
  /** Those of stdout: a result that is piped has none, also when stderr is a terminal. */
  readonly colours: Colours;
  readonly json: boolean;
  /** Columns of stdout; undefined when it is no terminal, where prose is not broken into lines. */
  readonly width: number | undefined;
  /** What was asked for. */
  result(text: string): void;
  /** What was asked for, for programs; nothing without `--json`. */
  object(command: string | null, content: object): void;
  /** For the reader only. */
  note(text: string): void;
  warning(text: string): void;
  readonly progress: Progress;
  problems(problems: readonly Problem[]): void;
  /** Why the command ended early; with `--json` the object, unless there was one. */
  failure(command: string | null, failure: Failure): void;
};

type Stream = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };

export type ViewOptions = {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly clock: Clock;
  readonly json: boolean;
  /** Colours are wanted where a terminal can show them. */
  readonly colour: boolean;
};

/** For what is shown as plain lines, whatever the terminal. */
export const plain: Colours = pc.createColors(false);

/** Version of every `--json` object; members are only ever added to one version. */
export const schemaVersion = 1;

export function openView({ stdout, stderr, clock, json, colour }: ViewOptions): View {
  const colours = pc.createColors(colour && stdout.isTTY === true);
  const errors = { colour: colour && stderr.isTTY === true, ...widthOf(stderr) };
  const asides = pc.createColors(errors.colour);
  const began = clock.now();
  const note = (text: string) => void stderr.write(`${text}\n`);
  let answered = false;
  const object = (command: string | null, content: object) => {
    if (json && !answered) stdout.write(jsonText({ schemaVersion, command, ...content }));
    answered = true;
  };
  return {
    colours,
    json,
    width: widthOf(stdout).width,
    note: (text) => note(safeLines(text)),
    warning: (text) => note(`${asides.yellow('warning')}: ${safe(text)}`),
    result: (text) => void (json || stdout.write(`${text}\n`)),
    object,
    progress(message) {
      const seconds = ((clock.now() - began) / 1000).toFixed(1).padStart(6);
      const moment = stderr.isTTY ? `${seconds} s` : new Date(clock.now()).toISOString();
      note(`${asides.dim(moment)}  ${safe(message)}`);
    },
    problems(problems) {
      if (problems.length > 0) note(renderProblems(sortProblems(problems), errors));
    },
    failure(command, failure) {
      note(renderFailure(failure, asides));
      object(command, { error: failure.error });
    },
  };
}

function widthOf({ isTTY, columns }: Stream): { width?: number } {
  return isTTY === true && columns !== undefined && columns > 0 ? { width: columns } : {};
}
