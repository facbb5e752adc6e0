/** The ceiling of the playbook: a grant may ask for less, never for more. */
import { RE2JS } from 're2js';
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { minutesOf } from '../resolve/resolve.ts';
import { access } from './allowed.ts';
import type { Rule } from './rules.ts';

export const ceilingRules: readonly Rule[] = [duration, network, incident, access];

function duration({ minutes, playbook, written }: Grant): Problem[] {
  const most = playbook.value.limits.maxDuration;
  const over = minutes - minutesOf(most);
  if (over <= 0) return [];
  const message = `\`${minutes}m\` is longer than playbook \`${playbook.value.id}\` allows`;
  const hint = `write \`duration: ${most}\` or less; the ceiling is limits.maxDuration in ${playbook.file}`;
  return [
    errorAt(written.place(['duration']), {
      code: 'BG0306',
      message,
      label: `over the ceiling by ${over}m`,
      hint,
    }),
  ];
}

function network({ from, playbook, written }: Grant): Problem[] {
  if (playbook.value.from.includes(from.id)) return [];
  const message = `playbook \`${playbook.value.id}\` does not allow network \`${from.id}\``;
  const hint = `it allows: ${playbook.value.from.join(', ')}`;
  return [errorAt(written.place(['from']), { code: 'BG0307', message, label: 'not in the playbook', hint })];
}

/** The whole incident must match. RE2 has no backtracking: no pattern can hang the check. */
function incident({ incident: id, playbook, written }: Grant): Problem[] {
  const { pattern } = playbook.value.incident;
  if (compile(pattern)?.matches(id) ?? true) return [];
  const message = `incident \`${id}\` has not the form that playbook \`${playbook.value.id}\` wants`;
  const hint = `write nothing but the incident; the form is incident.pattern in ${playbook.file}`;
  return [
    errorAt(written.place(['incident']), { code: 'BG0308', message, label: `wanted: ${pattern}`, hint }),
  ];
}

/** Undefined for what is no pattern. A thousand grants lean on a handful of playbooks: each is compiled once. */
export function compile(pattern: string): RE2JS | undefined {
  const known = patterns.get(pattern) ?? { compiled: compileNow(pattern) };
  patterns.set(pattern, known);
  return known.compiled;
}

const patterns = new Map<string, { readonly compiled: RE2JS | undefined }>();

function compileNow(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
