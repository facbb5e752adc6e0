/** What help looks like: what to type first, then the rest. And `help`, which also knows topics. */
import type { Argument, Command, Help, HelpConfiguration, Option } from 'commander';
import { suggest } from '../grant/suggest.ts';
import { type Item, renderHelp, type Section } from '../view/help.ts';
import { declarations } from './declarations.ts';
import { exitTexts } from './exit.ts';

export const lookOfHelp: HelpConfiguration = {
  formatHelp: (command, helper) =>
    renderHelp(
      { says: command.description(), sections: sectionsOf(command, helper) },
      helper.helpWidth ?? 80,
    ),
};

/** Makes `help` of a new command: `help`, `help plan`, `help archive verify`, `help exit-codes`. */
export function addHelp(cli: Command, help: Command, write: (text: string) => void): void {
  help
    .helpGroup('Help:')
    .description('help of a command; `help exit-codes` prints what they mean')
    .argument('[command...]', 'name of a command, or exit-codes')
    .action((words: string[]) => write(helpOf(cli, words)));
}

function helpOf(cli: Command, words: readonly string[]): string {
  if (words.join(' ') === 'exit-codes') return exitCodes(cli);
  let command = cli;
  for (const word of words) {
    const found = command.commands.find((one) => one.name() === word);
    if (!found) return unknown(cli, words.join(' '));
    command = found;
  }
  return command.helpInformation();
}

function unknown(cli: Command, text: string): never {
  const guess = suggest(text, [...declarations.map(({ name }) => name), 'archive', 'estate', 'exit-codes']);
  return cli.error(
    `error: unknown command '${text}'${guess === undefined ? '' : `\n(Did you mean ${guess}?)`}`,
    { code: 'commander.unknownCommand' },
  );
}

function exitCodes(cli: Command): string {
  const items = Object.entries(exitTexts).map(([code, says]): Item => [code.padStart(3), says]);
  const note = 'Several at once: 9, then 1, 5, 3.';
  const width = cli.createHelp().helpWidth ?? 80;
  return renderHelp({ says: 'how a command ends', sections: [['Exit codes:', items], note] }, width);
}

function sectionsOf(command: Command, helper: Help): Section[] {
  const own = new Set(command.options.filter((option) => !isShared(command, option)));
  const options = helper.visibleOptions(command);
  return [
    ['Examples:', examplesOf(command)],
    `Usage: ${helper.commandUsage(command).replace('[options]', '[flags]')}`,
    ['Arguments:', helper.visibleArguments(command).map(argumentItem)],
    ...groupsOf(command, helper),
    ['Flags:', options.filter((option) => own.has(option)).map(flagItem)],
    ['Flags of every command:', options.filter((option) => !own.has(option)).map(flagItem)],
    ...(command.parent ? [] : ['Exit codes: `breakglass help exit-codes`']),
  ];
}

/** What most people type, at the top of all. */
const usual: readonly Item[] = [
  ['breakglass validate', 'check every file'],
  ['breakglass plan alba', 'what her grant would open'],
  ['breakglass status', 'what is live, and until when'],
  ['breakglass sweep --target prod-eu', 'end what is over'],
  ['breakglass drill', 'see a whole life, on this machine'],
];

/** Of a group those of its commands. */
function examplesOf(command: Command): Item[] {
  const name = nameOf(command);
  if (name === '') return [...usual];
  return declarations
    .filter((one) => `${one.name} `.startsWith(`${name} `))
    .flatMap(({ examples }) => examples);
}

function groupsOf(command: Command, helper: Help): Section[] {
  const commands = helper.visibleCommands(command);
  const titles = [...new Set(commands.map((one) => (command.parent ? 'Commands:' : one.helpGroup())))];
  return titles.map((title) => [
    title,
    commands
      .filter((one) => command.parent || one.helpGroup() === title)
      .map((one): Item => [[one.name(), ...argumentsOf(one)].join(' '), one.description()]),
  ]);
}

function argumentsOf(command: Command): string[] {
  if (command.commands.length > 0) return ['<command>'];
  const needed = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [...words, ...needed];
}

function argumentItem(argument: Argument): Item {
  return [argument.name(), argument.description];
}

function flagItem({ flags, description, mandatory, defaultValue }: Option): Item {
  const fallback = typeof defaultValue === 'string' ? `; ${defaultValue} unless given` : '';
  return [flags, `${description}${mandatory ? '; needed' : ''}${fallback}`];
}

/** Declared on the program too; `--version` is nobody else's. */
function isShared(command: Command, option: Option): boolean {
  let root = command;
  while (root.parent) root = root.parent;
  return option.long !== '--version' && root.options.some(({ flags }) => flags === option.flags);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}`.trim() : '';
}
