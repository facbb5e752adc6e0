/**
 * `npm run check`: the guards of the house, side by side, one line each. Exits 1 when a guard finds
 * something, and also when it has not looked at every file: a guard that sees nothing finds nothing.
 */
import { guards, type Report } from './check/guards.ts';
import { sourceFiles } from './check/source-files.ts';

type Timed = Report & { readonly name: string; readonly seconds: string };

const began = performance.now();
const files = await sourceFiles();
const reports = await Promise.all(
  guards.map(async ({ name, look }): Promise<Timed> => {
    const report = await look(files);
    const timed = { ...report, name, seconds: ((performance.now() - began) / 1000).toFixed(1) };
    process.stdout.write(lineOf(timed));
    return timed;
  }),
);

for (const report of reports.filter(isBad)) process.stdout.write(sectionOf(report));
process.exitCode = reports.some(isBad) ? 1 : 0;

function isBad({ clean, unseen }: Report): boolean {
  return !clean || unseen.length > 0;
}

function lineOf(report: Timed): string {
  const { name, seconds, saw } = report;
  return `${isBad(report) ? 'FAILED' : 'ok    '} ${name.padEnd(20)} ${seconds.padStart(5)} s  ${saw}\n`;
}

function sectionOf({ name, text, unseen }: Timed): string {
  const blind = unseen.map((what) => `not looked at: ${what}\n`);
  return `\n== ${name}\n${blind.join('')}${text.trim()}\n`;
}
