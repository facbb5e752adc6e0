/** Words of a grant that hold what redaction would take for a secret: the archive keeps them as they are. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { judgedEach } from '../holes.ts';
import { redactText } from '../secrets/redact-text.ts';

export function secretWords(grant: Grant): Problem[] {
  return judgedEach(
    () => ['reason', 'incident'] as const,
    (field) => {
      if (redactText(grant[field]).redactions === 0) return [];
      const place = grant.written.place([field]);
      // A problem is printed, and kept in logs: it must not repeat the secret.
      const shown = { ...place, excerpt: redactText(place.excerpt).text };
      const message = `\`${field}\` holds a secret`;
      const hint = 'remove it, and rotate it: it is in the pull request';
      return [errorAt(shown, { code: 'BG0329', message, label: 'taken for a secret', hint })];
    },
  );
}
