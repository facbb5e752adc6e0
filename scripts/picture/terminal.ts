/**
 * A terminal as SVG: dark, monospaced, plain text that can be selected. No font, script or picture
 * from elsewhere, so that it is shown wherever pictures are.
 */

const size = 13;
const advance = size * 0.605;
const lineHeight = 18;
const margin = 18;
const bar = 34;

const colours = {
  background: '#161b22',
  bar: '#21262d',
  text: '#d0d7de',
  bright: '#f5f8fb',
  dim: '#8b949e',
  red: '#ff7b72',
  green: '#7ee787',
  yellow: '#e3b341',
  cyan: '#79c0ff',
} as const;

/** `lines` may hold the ANSI sequences for bold, dim and four colours; others are left out. */
export function drawTerminal(title: string, lines: readonly string[]): string {
  const runs = lines.map(runsOf);
  const columns = Math.max(...runs.map((line) => line.reduce((sum, { text }) => sum + text.length, 0)));
  const width = Math.ceil(columns * advance) + 2 * margin;
  const height = bar + (lines.length + 1) * lineHeight + margin;
  const label = 'What the command prints on a terminal';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${colours.background}"/>`,
    `<path d="M0 8a8 8 0 0 1 8-8h${width - 16}a8 8 0 0 1 8 8v${bar - 8}h-${width}z" fill="${colours.bar}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="${size}" fill="${colours.text}">`,
    `<text x="${margin}" y="22" fill="${colours.dim}">${escaped(`$ ${title}`)}</text>`,
    ...runs.map((line, index) => drawLine(line, bar + (index + 1.25) * lineHeight)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

type Style = { readonly bold: boolean; readonly dim: boolean; readonly colour: string | undefined };
type Run = Style & { readonly text: string };

const plain: Style = { bold: false, dim: false, colour: undefined };

function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let style = plain;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI sequences begin with one.
  for (const part of line.split(/(\u001b\[[0-9;]*[A-Za-z])/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the same.
    const code = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (code !== undefined) style = restyled(style, code);
    else if (part !== '' && !part.startsWith('\u001b')) runs.push({ ...style, text: part });
  }
  return runs;
}

const foreground: { readonly [code: string]: string | undefined } = {
  '31': colours.red,
  '32': colours.green,
  '33': colours.yellow,
  '36': colours.cyan,
};

function restyled(style: Style, code: string): Style {
  if (code === '1') return { ...style, bold: true };
  if (code === '2') return { ...style, dim: true };
  if (code === '22') return { ...style, bold: false, dim: false };
  if (code === '39') return { ...style, colour: undefined };
  const colour = foreground[code];
  return colour === undefined ? plain : { ...style, colour };
}

/** Every run at its own column, so that a font of another width moves nothing out of line. */
function drawLine(runs: readonly Run[], y: number): string {
  let column = 0;
  const parts = runs.map((run) => {
    const x = margin + column * advance;
    column += run.text.length;
    return `<tspan x="${x.toFixed(1)}"${look(run)}>${escaped(run.text)}</tspan>`;
  });
  return `<text y="${y}">${parts.join('')}</text>`;
}

function look({ bold, dim, colour }: Style): string {
  const fill = colour ?? (dim ? colours.dim : bold ? colours.bright : undefined);
  return `${fill === undefined ? '' : ` fill="${fill}"`}${bold ? ' font-weight="600"' : ''}`;
}

/** Spaces that do not break: those who draw SVG disagree on whether others are kept. */
function escaped(text: string): string {
  const entities = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return entities.replaceAll('"', '&quot;').replaceAll(' ', '\u00a0');
}
