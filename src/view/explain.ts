/** An explanation as text for a terminal, as Markdown for a pull request, and as one object. */
import { type Call, callsOf } from '../grant/explain/calls.ts';
import type { Given } from '../grant/explain/given.ts';
import type { Unusual } from '../grant/explain/unusual.ts';
import { approveLines, poolObject } from './approve.ts';
import { safe } from './safe.ts';
import { headline, sectionsOf } from './sentences.ts';
import type { Section, State, Told } from './told.ts';
import type { Colours } from './view.ts';
import { hang } from './wrap.ts';

export type Explanation = {
  readonly grant: string;
  readonly state: State;
  readonly headline: string;
  readonly given: Given;
  readonly sections: readonly Section[];
  readonly calls: readonly Call[];
  /** Who can approve; null where that is over, or the playbook is not in the files. */
  readonly approvers: object | null;
};

export type Explained = Told &
  Unusual & {
    /** The person's own words; undefined where the file is gone. */
    readonly asked: { readonly incident: string; readonly reason: string } | undefined;
    /** What could not be looked at. */
    readonly notes: readonly string[];
  };

/** Everything that is shown, in its order; only what it looks like differs between forms. */
export function explanationOf(told: Explained): Explanation {
  const { given, around, state, asked, unusual, unknown, notes } = told;
  const why =
    asked === undefined
      ? 'Not known: its file is gone, or was changed since.'
      : `${asked.incident}: ${asked.reason}`;
  const title =
    around.playbook === undefined ? [] : [`Playbook ${around.playbook.id}: ${around.playbook.title}.`];
  const pool = state === 'asked' ? around.approvers : undefined;
  const sections = [
    { title: unusualTitle, lines: unusual },
    { title: 'Why', lines: [why, ...title] },
    ...sectionsOf(told),
    { title: 'Approve', lines: pool ? approveLines(pool, around) : [] },
    { title: 'Not known', lines: [...unknown, ...notes] },
    { title: 'This version', lines: notYet(given) },
  ];
  return {
    grant: given.role,
    state,
    headline: headline(told),
    given,
    sections: sections.filter(({ lines }) => lines.length > 0),
    calls: state === 'past' || state === 'over' ? [] : callsOf(given, around, state === 'asked'),
    approvers: pool ? poolObject(pool) : null,
  };
}

/** What the rest of the product does not do yet, so that no sentence promises it. */
function notYet({ logins }: Given): string[] {
  return [
    'It opens access in a local AWS only, and does not check approvals.',
    'The schedule names a function that is not there yet. Until it is, breakglass sweep makes the cut.',
    ...(logins.length > 0
      ? ['No database login is made yet, so nobody can connect and no session is killed.']
      : []),
  ];
}

type Style = { readonly colours: Colours; readonly width: number | undefined };

/** Without `width` nothing is broken into lines. Calls are never broken: they are copied. */
export function renderExplanation({ headline: first, sections, calls }: Explanation, style: Style): string {
  const { bold, dim } = style.colours;
  return [
    ...hang('', safe(first), style.width ?? Number.POSITIVE_INFINITY).map((line) => bold(line)),
    ...sections.flatMap((section) => ['', ...sectionLines(section, style)]),
    ...calls.flatMap(({ what, line }) => ['', dim(`# ${safe(what)}`), safe(line ?? '# not known')]),
  ].join('\n');
}

/** On a phone a title has a line of its own. */
function sectionLines(
  { title, lines }: Section,
  { colours, width = Number.POSITIVE_INFINITY }: Style,
): string[] {
  const paint = title === unusualTitle ? colours.yellow : colours.bold;
  if (width < 60) return [paint(title), ...lines.flatMap((line) => hang('- ', safe(line), width))];
  const [first = '', ...rest] = lines.flatMap((line, n) =>
    hang((n === 0 ? title : '').padEnd(margin), safe(line), width),
  );
  return [first.replace(title, paint(title)), ...rest];
}

const unusualTitle = 'UNUSUAL';
const margin = 14;

/** For a comment: prose that wraps on a phone, calls folded away. */
export function markdownOf({ headline: first, sections, calls }: Explanation): string {
  const blocks = sections.map(
    ({ title, lines }) => `**${title}**\n${lines.map((line) => `- ${plainText(line)}`).join('\n')}`,
  );
  const code = calls.map(({ what, line }) => `# ${safe(what)}\n${safe(line ?? '# not known')}`).join('\n\n');
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const folded = [
    '<details><summary>The calls that work</summary>',
    '',
    `${fence}sh`,
    code,
    fence,
    '',
    '</details>',
  ];
  return [`**${plainText(first)}**`, ...blocks, ...(calls.length > 0 ? [folded.join('\n')] : [])].join(
    '\n\n',
  );
}

/** Words of others must make no link, no mention, no picture and no heading. */
function plainText(text: string): string {
  return safe(text)
    .replace(/[\\`*_{}[\]()<>#+!|~&$]/g, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/www\./gi, (match) => `${match.slice(0, -1)}\\.`)
    .replaceAll('@', '@<!-- -->');
}
