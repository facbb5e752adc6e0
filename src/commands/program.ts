/**
 * Commands and flags. Declarations only: a command's module is loaded when it is chosen. Help, the
 * reference page and completion all come from here.
 */
import { Command, Option } from 'commander';
import type { Context } from './context.ts';
import { type Exit, exitTexts } from './exit.ts';

export type Options = {
  readonly json?: boolean;
  readonly color?: boolean;
  readonly chdir?: string;
  readonly target?: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly keep?: boolean;
};

export type Chosen = (context: Context) => Promise<Exit>;

export type Shell = {
  readonly write: { readonly out: (text: string) => void; readonly err: (text: string) => void };
  run(command: Chosen, options: Options): Promise<void>;
};

export function program(shell: Shell): Command {
  const cli = common(new Command('breakglass'), shell)
    .description('Emergency access to AWS databases as declared, reviewed, expiring infrastructure')
    .usage('<command>')
    .showSuggestionAfterError(true)
    .enablePositionalOptions()
    .addHelpText('after', exitCodes());
  everyday(cli, shell);
  files(cli, shell);
  operate(cli, shell);
  audit(cli, shell);
  setUp(cli, shell);
  return cli;
}

function everyday(cli: Command, shell: Shell): void {
  add(cli, shell, 'status', 'Everyday:')
    .description('what is live, what is waiting, and what is not proven closed')
    .option('--target <target>', 'only this target')
    .action((options: Options) =>
      shell.run(async (context) => (await import('./status.ts')).status(options, context), options),
    );
}

function files(cli: Command, shell: Shell): void {
  add(cli, shell, 'validate', 'Files:')
    .description('check every file, offline')
    .action((options: Options) =>
      shell.run(async (context) => (await import('./validate.ts')).validate(context), options),
    );
  add(cli, shell, 'fmt', 'Files:')
    .description('write files in their one form')
    .argument('[files...]', 'files below grants/, playbooks/ and estate/; all of them when none is named')
    .option('--check', 'change nothing, and fail when a file would be changed')
    .action((named: string[], options: Options) =>
      shell.run(async (context) => (await import('./fmt.ts')).fmt(named, options, context), options),
    );
  add(cli, shell, 'plan', 'Files:')
    .description('what the grants in the files would open, offline')
    .argument('[ids...]', 'ids of grants, or their beginnings; all that are not past when none is named')
    .action((ids: string[], options: Options) =>
      shell.run(async (context) => (await import('./plan.ts')).plan(ids, context), options),
    );
  add(cli, shell, 'synth', 'Files:')
    .description('synthesize a preview of every target, which can never be applied')
    .option('--out <folder>', 'where to write it', 'cdktf.out')
    .action((options: Options) =>
      shell.run(async (context) => (await import('./synth.ts')).synth(options, context), options),
    );
}

function operate(cli: Command, shell: Shell): void {
  add(cli, shell, 'apply', 'Operate:')
    .description('end what is over, then open what HEAD wants')
    .addOption(target())
    .action((options: Options) =>
      shell.run(async (context) => (await import('./apply.ts')).apply(options, context), options),
    );
  add(cli, shell, 'sweep', 'Operate:')
    .description('end what is over: cut, record, remove, probe')
    .addOption(target())
    .option('--dry-run', 'say what would be ended, and change nothing')
    .action((options: Options) =>
      shell.run(async (context) => (await import('./sweep.ts')).sweep(options, context), options),
    );
}

function audit(cli: Command, shell: Shell): void {
  const archive = cli.command('archive').helpGroup('Audit:').description('the records of all grants');
  add(archive, shell, 'verify')
    .description('prove that no record was changed, left out or added')
    .addOption(target())
    .action((options: Options) =>
      shell.run(
        async (context) => (await import('./archive-verify.ts')).archiveVerify(options, context),
        options,
      ),
    );
  add(archive, shell, 'show')
    .description("a grant's story, with plans and logs")
    .argument('<id>', 'id of a grant, or its beginning')
    .addOption(target())
    .action((id: string, options: Options) =>
      shell.run(
        async (context) => (await import('./archive-show.ts')).archiveShow(id, options, context),
        options,
      ),
    );
}

function setUp(cli: Command, shell: Shell): void {
  const estate = cli.command('estate').helpGroup('Set up:').description('what exists');
  add(estate, shell, 'lock')
    .description('fetch the identities that AWS holds into estate/<target>.lock.json')
    .addOption(target())
    .action((options: Options) =>
      shell.run(async (context) => (await import('./estate-lock.ts')).estateLock(options, context), options),
    );
  add(cli, shell, 'drill', 'Set up:')
    .description('the whole life of a grant, on real Terraform and a local AWS')
    .option('--keep', 'keep the folder that the drill worked in')
    .action((options: Options) =>
      shell.run(async (context) => (await import('./drill.ts')).drill(options, context), options),
    );
}

function add(parent: Command, shell: Shell, name: string, group?: string): Command {
  const command = common(parent.command(name), shell);
  return group === undefined ? command : command.helpGroup(group);
}

/** Flags that every command takes. Errors and exit codes are ours: nothing here ends the process. */
function common(command: Command, { write }: Shell): Command {
  return command
    .option('-C, --chdir <folder>', 'run as if started in this folder')
    .option('--json', 'print one JSON object on stdout')
    .option('--no-color', 'no colours; NO_COLOR and a pipe do the same')
    .option('--no-input', 'never ask; no command asks anything yet')
    .exitOverride()
    .configureOutput({ writeOut: write.out, writeErr: write.err });
}

function target(): Option {
  return new Option('--target <target>', 'target of the estate').makeOptionMandatory();
}

function exitCodes(): string {
  const lines = Object.entries(exitTexts).map(([code, text]) => `  ${code.padStart(3)}  ${text}`);
  return `\nExit codes:\n${lines.join('\n')}\n`;
}
