/**
 * `npm run picture`: draws docs/drill.svg from what a drill printed. Runs the drill itself, as a
 * person at a terminal would see it; with a file as its argument it draws what is in that file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { main, type Process } from '../src/commands/main.ts';
import { excerpt } from './picture/excerpt.ts';
import { drawTerminal } from './picture/terminal.ts';

const picture = 'docs/drill.svg';

const [file] = process.argv.slice(2);
const text = file === undefined ? await runDrill() : readFileSync(file, 'utf8');
writeFileSync(picture, drawTerminal('npm run drill', excerpt(text)));
process.stderr.write(`wrote ${picture}\n`);

/** The colours of a terminal, whatever this script is started from. */
async function runDrill(): Promise<string> {
  const printed: string[] = [];
  const write = (chunk: string) => printed.push(chunk);
  const terminal = { env: {}, cwd: () => process.cwd(), stdout: { write, isTTY: true }, stderr: { write } };
  // The command line needs of a process what is here, and of its streams only what the view writes to.
  const code = await main(['drill'], { ...terminal, env: process.env } as unknown as Process);
  if (code !== 0) throw new Error(`the drill ended with exit code ${code}:\n${printed.join('')}`);
  return printed.join('');
}
