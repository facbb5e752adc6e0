/** A grant's story for people: what happened when and by whom, then every text that was kept, by digest. */
import type { BlobReference, Sha256 } from '../archive/records.ts';
import type { Story } from '../steps/archive/show-story.ts';
import { safe, safeLines } from './safe.ts';
import type { Colours } from './view.ts';

export function renderStory(story: Story, { bold, dim }: Colours): string {
  const lines = [bold(safe(story.grant))];
  for (const { entry, sha256 } of story.entries) {
    lines.push(`${entry.at}  ${bold(entry.kind.padEnd(9))}  ${safe(entry.actor.id)}`);
    lines.push(dim(`    entry ${entry.seq}, ${sha256}`));
    for (const [name, value] of Object.entries(entry.body))
      lines.push(`    ${safe(name)}: ${inOneLine(value)}`);
    for (const { key } of entry.records) lines.push(`    record ${safe(key)}`);
    for (const { name, sha256: digest, redactions } of entry.blobs) {
      lines.push(`    ${safe(name)} ${digest}${redactions > 0 ? `, ${redactions} redacted` : ''}`);
    }
  }
  for (const { blob, text } of texts(story))
    lines.push('', bold(`── ${safe(blob.name)}  ${blob.sha256}`), safeLines(text.trimEnd()));
  return lines.join('\n');
}

export function storyObject({ grant, entries, contents, faults }: Story): object {
  const named = Object.fromEntries(
    [...contents].map(([digest, bytes]) => [digest, new TextDecoder().decode(bytes)]),
  );
  return {
    grant,
    entries: entries.map(({ entry, sha256 }) => ({ sha256, ...entry })),
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
