/** One source line and the mark under it, also where characters are wide, invisible or too many. */
import type { Place } from '../problem/problem.ts';
import { safe } from './safe.ts';
import { widthOf } from './width.ts';

/** What one character of the source becomes on the screen. */
type Cell = { readonly text: string; readonly width: number; readonly marked: boolean };

export function excerptLines(place: Place, width: number): { line: string; mark: string } {
  const cells = window(cellsOf(place), width);
  const before = total(
    cells.slice(
      0,
      cells.findIndex(({ marked }) => marked),
    ),
  );
  const marked = total(cells.filter((cell) => cell.marked));
  return {
    line: cells.map(({ text }) => text).join(''),
    mark: `${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`,
  };
}

/** A mark behind the end of the line stands where the next character would be. */
function cellsOf({ excerpt, column, length }: Place): Cell[] {
  const cells: Cell[] = [];
  const start = Math.min(column - 1, excerpt.length);
  let offset = 0;
  for (const character of excerpt) {
    const text = character === '\t' ? '    ' : safe(character);
    const marked = offset + character.length > start && offset < start + length;
    cells.push({ text, width: widthOf(text), marked });
    offset += character.length;
  }
  if (start >= excerpt.length) cells.push({ text: '', width: 1, marked: true });
  return cells;
}

/** The part of a long line around the mark; `...` stands for what was cut. */
function window(cells: readonly Cell[], width: number): Cell[] {
  if (total(cells) <= width) return [...cells];
  const first = cells.findIndex(({ marked }) => marked);
  let from = first;
  for (let room = Math.floor(width / 3); from > 0 && room > 0; from -= 1) room -= cells[from - 1]?.width ?? 0;
  const dots: Cell = { text: '...', width: 3, marked: false };
  const kept: Cell[] = from > 0 ? [dots] : [];
  let to = from;
  for (; to < cells.length; to += 1) {
    const cell = cells[to];
    if (!cell || total(kept) + cell.width > width - 3) break;
    kept.push(cell);
  }
  return to < cells.length ? [...kept, dots] : kept;
}

function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
