/** Help as text, for any width of terminal. */
import { hang, wrap } from './wrap.ts';

export type Item = readonly [term: string, says: string];

/** A title with its items, or one line of its own. Sections without items are left out. */
export type Section = string | readonly [title: string, items: readonly Item[]];

export function renderHelp(
  { says, sections }: { readonly says: string; readonly sections: readonly Section[] },
  width: number,
): string {
  const shown = sections.filter((section) => typeof section === 'string' || section[1].length > 0);
  const blocks = shown.map((section) => lines(section, width).join('\n'));
  return `${[wrap(says, width).join('\n'), ...blocks].join('\n\n')}\n`;
}

function lines(section: Section, width: number): string[] {
  if (typeof section === 'string') return wrap(section, width);
  const [title, items] = section;
  const widest = Math.max(...items.map(([term]) => term.length));
  return [title, ...items.flatMap(([term, says]) => hang(`  ${term.padEnd(widest)}  `, says, width))];
}
