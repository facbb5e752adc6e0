/**
 * Scripts of the command line, as text: setup, commands with all that they print, and files at the
 * end. Strict: what a line cannot be understood as is an error, so that a typo never passes.
 *
 *     # a comment
 *     archive prod-eu closed live      an archive with these stories
 *     answers 999988887777             AWS, as that archive knows it, is a stub of this account
 *     answers ExpiredToken             or one that has only this error
 *     git                              the files are committed, and the archive trusts that commit
 *     remove grants/x.yaml             before the first command
 *     $ breakglass plan alba           must end with 0
 *     ! 3 breakglass validate          must end with 3
 *     out| a line of stdout            all lines in order; `out| ...` stands for any number of lines
 *     err| a line of stderr
 *     json /problems/0/code "BG0202"   a member of what `--json` printed
 *     new cdktf.out/                   a file, or whatever is below a folder, that was not there
 *     changed grants/x.yaml
 *     gone grants/x.yaml
 *     -- grants/x.yaml --              a file of the repository, to the next such line
 *
 * A stream without a line must be empty, no file may change without being named, nothing may stay
 * in the folder for temporary files, and no trace of a stack may be shown. `{time}` and
 * its like stand for what differs from run to run: see patterns.ts.
 */
export type Script = {
  readonly archive: { readonly target: string; readonly stories: readonly string[] } | undefined;
  readonly answers: string | undefined;
  readonly git: boolean;
  readonly remove: readonly string[];
  readonly commands: readonly Scene[];
  readonly files: ReadonlyMap<string, string>;
};

/** One command and what must come of it. `line` is where it stands in the script. */
export type Scene = {
  readonly line: number;
  readonly command: string;
  readonly exit: number;
  readonly out: string[];
  readonly err: string[];
  readonly json: { readonly pointer: string; readonly value: unknown }[];
  readonly effects: { readonly kind: 'new' | 'changed' | 'gone'; readonly path: string }[];
};

type Draft = {
  -readonly [K in keyof Script]: Script[K];
} & { readonly commands: Scene[]; readonly remove: string[]; readonly files: Map<string, string> };

export function parseScript(text: string): Script {
  const { head, files } = parseFiles(text);
  const script: Draft = {
    archive: undefined,
    answers: undefined,
    git: false,
    remove: [],
    commands: [],
    files,
  };
  for (const [index, line] of head.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    try {
      take(script, line, index + 1);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : error}: ${line}`);
    }
  }
  if (script.commands.length === 0) throw new Error('a script without a command');
  return script;
}

/** The files behind the head of a text, by path. */
export function parseFiles(text: string): { head: string; files: Map<string, string> } {
  const [head = '', ...parts] = text.split(/^-- (.+) --\n/m);
  const files = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) {
    const [path = '', content = ''] = parts.slice(at);
    if (files.has(path)) throw new Error(`${path} stands there twice`);
    files.set(path, content);
  }
  return { head, files };
}

function take(script: Draft, line: string, number: number): void {
  const command = /^(?:\$|! (\d+)) (.+)$/.exec(line);
  if (command) {
    begin(script, { exit: Number(command[1] ?? 0), command: command[2] ?? '', number });
    return;
  }
  const [, word = '', rest = ''] = /^([a-z]+)\|? ?(.*)$/.exec(line) ?? [];
  const scene = script.commands.at(-1);
  if (scene) expectation(scene, word, rest);
  else setup(script, word, rest);
}

function begin(
  script: Draft,
  { exit, command, number }: { exit: number; command: string; number: number },
): void {
  if (!command.includes('breakglass')) throw new Error('a command that is not of breakglass');
  script.commands.push({ line: number, command, exit, out: [], err: [], json: [], effects: [] });
}

function setup(script: Draft, word: string, rest: string): void {
  if (word === 'archive') {
    const [target = '', ...stories] = rest.split(' ');
    script.archive = { target, stories };
  } else if (word === 'answers') script.answers = rest;
  else if (word === 'git' && rest === '') script.git = true;
  else if (word === 'remove') script.remove.push(rest);
  else throw new Error('not a line of setup');
}

function expectation(scene: Scene, word: string, rest: string): void {
  if (word === 'out' || word === 'err') scene[word].push(rest);
  else if (word === 'json') scene.json.push(memberOf(rest));
  else if (word === 'new' || word === 'changed' || word === 'gone')
    scene.effects.push({ kind: word, path: rest });
  else throw new Error('not an expectation');
}

function memberOf(text: string): Scene['json'][number] {
  const [, pointer = '', value = ''] = /^(\/\S*) (.+)$/.exec(text) ?? [];
  return { pointer, value: JSON.parse(value) };
}
