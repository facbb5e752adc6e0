/**
 * A grant's story for people: what happened when, by whom, why and how it was proven, then every text
 * that was kept, by digest.
 */
import type { BlobReference, Sha256 } from '../archive/records.ts';
import type { LoggedEntry } from '../archive/story.ts';
import type { Story } from '../steps/archive/show-story.ts';
import { recordIn, recordLines } from './record.ts';
import { safe, safeLines } from './safe.ts';
import type { Colours } from './view.ts';

export function renderStory(story: Story, colours: Colours): string {
  const { bold } = colours;
  const lines = [bold(safe(story.grant)), ...story.entries.flatMap((one) => entryLines(one, story, colours))];
  for (const { blob, text } of texts(story))
    lines.push('', bold(`── ${safe(blob.name)}  ${blob.sha256}`), safeLines(text.trimEnd()));
  return lines.join('\n');
}

function entryLines({ entry, sha256 }: LoggedEntry, { contents }: Story, { bold, dim }: Colours): string[] {
  return [
    `${entry.at}  ${bold(entry.kind.padEnd(9))}  ${safe(entry.actor.id)}`,
    dim(`    entry ${entry.seq}, ${sha256}`),
    ...Object.entries(entry.body).map(([name, value]) => `    ${safe(name)}: ${inOneLine(value)}`),
    ...entry.records.flatMap(({ key, sha256: digest }) => {
      const record = recordIn(key, contents.get(digest));
      return [`    record ${safe(key)}`, ...(record === undefined ? [] : recordLines(record))];
    }),
    ...entry.blobs.map(
      ({ name, sha256: digest, redactions }) =>
        `    ${safe(name)} ${digest}${redactions > 0 ? `, ${redactions} redacted` : ''}`,
    ),
  ];
}

export function storyObject({ grant, entries, contents, faults }: Story): object {
  const named = Object.fromEntries(
    [...contents].map(([digest, bytes]) => [digest, new TextDecoder().decode(bytes)]),
  );
  const records = entries.flatMap(({ entry }) =>
    entry.records.flatMap(({ key, sha256 }) => {
      const record = recordIn(key, contents.get(sha256));
      return record === undefined ? [] : [{ key, record }];
    }),
  );
  return {
    grant,
    entries: entries.map(({ entry, sha256 }) => ({ sha256, ...entry })),
    records,
    contents: named,
    faults,
  };
}

/** Every kept text once, in the order of the story. */
function texts({ entries, contents }: Story): { blob: BlobReference; text: string }[] {
  const blobs = new Map<Sha256, BlobReference>();
  for (const { entry } of entries)
    for (const blob of entry.blobs) if (!blobs.has(blob.sha256)) blobs.set(blob.sha256, blob);
  return [...blobs.values()].flatMap((blob) => {
    const bytes = contents.get(blob.sha256);
    return bytes === undefined ? [] : [{ blob, text: new TextDecoder().decode(bytes) }];
  });
}

function inOneLine(value: unknown): string {
  return safe(typeof value === 'string' ? value : JSON.stringify(value));
}
