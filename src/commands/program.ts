/** The command line from its declarations. A command's module is loaded when it is chosen. */
import { Command, Option } from 'commander';
import type { Declaration, Flag } from './declaration.ts';
import { declarations } from './declarations.ts';
import { addHelp, lookOfHelp } from './help.ts';
import { type Options, optionsOf } from './options.ts';
import { unusable } from './usage.ts';
import { versionText } from './version.ts';

export type Shell = {
  readonly write: { readonly out: (text: string) => void; readonly err: (text: string) => void };
  run(declaration: Declaration, words: readonly string[], options: Options): Promise<void>;
};

export function program(shell: Shell): Command {
  const cli = common(new Command('breakglass'), shell)
    .description('Emergency access to AWS databases as declared, reviewed, expiring infrastructure')
    .usage('<command> [flags]')
    .version(versionText, '-V, --version', 'print the version')
    .enablePositionalOptions();
  for (const declaration of declarations) declare(cli, declaration, shell);
  addHelp(cli, common(cli.command('help'), shell), shell.write.out);
  return cli;
}

function declare(cli: Command, declaration: Declaration, shell: Shell): void {
  const { name, group, says, argument, flags = [] } = declaration;
  const words = name.split(' ');
  const parent = words.length === 1 ? cli : groupOf(cli, declaration, shell);
  const command = common(parent.command(words.at(-1) ?? name), shell)
    .helpGroup(`${group}:`)
    .description(says);
  if (argument) command.argument(argument.form, argument.says);
  for (const flag of flags) command.addOption(optionOf(flag));
  command.action(() => {
    if (command.args.includes('')) throw unusable('an argument is empty: was a variable not set?');
    return shell.run(declaration, command.args, optionsOf(command));
  });
}

const groups: Readonly<Record<string, string>> = {
  archive: 'the records of all grants',
  estate: 'what exists',
};

/** `archive` of `archive verify`: made by the first of its commands. */
function groupOf(cli: Command, { name, group }: Declaration, shell: Shell): Command {
  const word = name.split(' ')[0] ?? name;
  const found = cli.commands.find((command) => command.name() === word);
  if (found) return found;
  return common(cli.command(word), shell)
    .helpGroup(`${group}:`)
    .description(groups[word] ?? '')
    .usage('<command> [flags]');
}

/** Flags that every command takes. Errors and exit codes are ours: nothing here ends the process or writes. */
function common(command: Command, { write }: Shell): Command {
  return command
    .addOption(optionOf({ flags: '-C, --chdir <folder>', says: 'run as if started in this folder' }))
    .option('--json', 'print one JSON object on stdout')
    .option('--no-color', 'no colours; NO_COLOR and a pipe do the same')
    .option('--no-input', 'never ask: what is not said by a flag is missing')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureHelp(lookOfHelp)
    .configureOutput({ writeOut: write.out, writeErr: write.err, outputError: () => undefined });
}

/** An empty value would mean a folder or a target that nobody named; of two values one would be lost without a word. */
function optionOf({ flags, says, needed, otherwise }: Flag): Option {
  const option = new Option(flags, says).makeOptionMandatory(needed === true);
  if (otherwise !== undefined) option.default(otherwise);
  if (!option.required) return option;
  let given = false;
  return option.argParser((value: string) => {
    if (value === '') throw unusable(`option '${flags}' is empty: was a variable not set?`);
    if (given) throw unusable(`option '${flags}' is there twice: run the command once for each`);
    given = true;
    return value;
  });
}
