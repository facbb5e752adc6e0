/**
 * The only writer to stdout and stderr. Results go to stdout, everything else to stderr; with
 * `--json` stdout holds one object and nothing more.
 */
import pc from 'picocolors';
import type { Clock, Progress } from '../ports.ts';
import { type Problem, sortProblems } from '../problem/problem.ts';
import { renderProblems } from './problems.ts';
import { safe } from './safe.ts';

export type Colours = ReturnType<typeof pc.createColors>;

export type View = {
  readonly colours: Colours;
  readonly json: boolean;
  /** What was asked for. */
  result(text: string): void;
  /** What was asked for, for programs; nothing without `--json`. */
  object(command: string, content: object): void;
  /** For the reader only. */
  note(text: string): void;
  readonly progress: Progress;
  problems(problems: readonly Problem[]): void;
};

export type ViewOptions = {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly clock: Clock;
  readonly json: boolean;
  readonly colour: boolean;
};

/** Version of every `--json` object; members are only ever added to one version. */
const schemaVersion = 1;

export function openView({ stdout, stderr, clock, json, colour }: ViewOptions): View {
  const colours = pc.createColors(colour);
  const began = clock.now();
  const note = (text: string) => void stderr.write(`${text}\n`);
  return {
    colours,
    json,
    note,
    result: (text) => void (json || stdout.write(`${text}\n`)),
    object(command, content) {
      if (json) stdout.write(`${JSON.stringify({ schemaVersion, command, ...content }, undefined, 2)}\n`);
    },
    progress(message) {
      const seconds = ((clock.now() - began) / 1000).toFixed(1).padStart(6);
      const moment = stderr.isTTY ? `${seconds} s` : new Date(clock.now()).toISOString();
      note(`${colours.dim(moment)}  ${safe(message)}`);
    },
    problems(problems) {
      if (problems.length > 0) note(renderProblems(sortProblems(problems), { colour }));
    },
  };
}
