/** The documents of the repository, and what their tests need of Markdown. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Page = { readonly path: string; readonly text: string };

/** Every Markdown file at the top and below docs/, paths from the top. */
export function pages(): Page[] {
  const below = readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path));
  const paths = [...readdirSync('.'), ...below].filter((path) => path.endsWith('.md')).sort();
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Targets of links and pictures outside of code. */
export function linksOf({ text }: Page): string[] {
  const prose = withoutBlocks(text).replace(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors of the headings, as GitHub makes them: a second heading of one name gets a number. */
export function anchorsOf({ text }: Page): Set<string> {
  const times = new Map<string, number>();
  const anchors = [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const letters = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '');
    const name = letters.trim().replaceAll(' ', '-');
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    return time === 0 ? name : `${name}-${time}`;
  });
  return new Set(anchors);
}

/** Every piece of code: spans, and the lines of blocks. */
export function codeOf({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const spans = [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...blocks, ...spans];
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}
