/** Takes secrets out of a text, by the rules of this folder. No hash of a secret stays behind. */
import { rules } from './patterns.ts';

export type RedactedText = { readonly text: string; readonly redactions: number };

/** Logs, plan text, files: everything that is text. */
export function redactText(text: string): RedactedText {
  return rules.reduce<RedactedText>(
    (done, { name, pattern }) => {
      const places = [...done.text.matchAll(pattern)].map(({ indices }) => {
        return indices?.groups?.['secret'] ?? indices?.[0];
      });
      return replaceAt(done, places, `[redacted:${name}]`);
    },
    { text, redactions: 0 },
  );
}

function replaceAt(
  done: RedactedText,
  places: readonly (readonly [number, number] | undefined)[],
  marker: string,
): RedactedText {
  if (places.length === 0) return done;
  let text = '';
  let from = 0;
  for (const place of places) {
    const [start, end] = place ?? [from, from];
    text += done.text.slice(from, start) + marker;
    from = end;
  }
  return { text: text + done.text.slice(from), redactions: done.redactions + places.length };
}
