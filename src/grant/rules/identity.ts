/** Who asks, under which name, and on which day. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { day, dayOfId, plus } from '../lifetime.ts';
import { membersOf } from '../resolve/members.ts';
import type { Rule } from './rules.ts';

export const identityRules: readonly Rule[] = [fileName, dayExists, wall, secondFactor];

/** `notAfter` lies at most this many days after the day of the id. */
const furthestWall = 3;

function fileName({ id, written }: Grant): Problem[] {
  const name = written.file.split('/').at(-1) ?? '';
  if (name === `${id}.yaml`) return [];
  const hint = `rename the file to \`${id}.yaml\`, or write \`id: ${name.replace(/\.ya?ml$/, '')}\``;
  const message = `the id is \`${id}\`, the file is \`${name}\``;
  return [
    errorAt(written.place(['id']), { code: 'BG0301', message, label: 'not the name of the file', hint }),
  ];
}

function dayExists({ id, written }: Grant): Problem[] {
  if (dayOfId(id) !== undefined) return [];
  const message = `there is no day \`${id.slice(0, 10)}\``;
  const hint = 'begin the id with the day of the request, in UTC';
  return [errorAt(written.place(['id']), { code: 'BG0302', message, label: 'no such day', hint })];
}

function wall({ id, notAfter, written }: Grant): Problem[] {
  const from = dayOfId(id);
  if (from === undefined) return [];
  const place = written.place(['notAfter']);
  const common = {
    code: 'BG0303',
    hint: 'choose a time on the day of the id or the three days after it; an id begins with the day of the request',
  } as const;
  if (notAfter < from) {
    return [
      errorAt(place, {
        ...common,
        message: `\`notAfter\` is before the day of the id`,
        label: `before ${id.slice(0, 10)}`,
      }),
    ];
  }
  if (notAfter < plus(from, (furthestWall + 1) * day)) return [];
  const message = `\`notAfter\` is more than ${furthestWall} days after the day of the id`;
  return [errorAt(place, { ...common, message, label: `too far from ${id.slice(0, 10)}` })];
}

/** Who is in which team is the estate's word: judged only while the estate is right. */
export function eligible({ person, playbook, written }: Grant, estate: Parameters<Rule>[1]): Problem[] {
  const may = membersOf(estate, playbook.value.eligible);
  if (may.has(person.id)) return [];
  return [
    errorAt(written.place(['person']), {
      code: 'BG0304',
      message: `\`${person.id}\` may not use playbook \`${playbook.value.id}\``,
      label: `not in ${playbook.value.eligible.join(', ')}`,
      hint: may.size === 0 ? 'nobody is eligible' : `eligible are: ${[...may].sort().join(', ')}`,
    }),
  ];
}

/** Too few people who could approve is no reason to wait for them. */
export function approvers({ person, playbook, written }: Grant, estate: Parameters<Rule>[1]): Problem[] {
  const { from, required, atLeastOneFrom } = playbook.value.approvals;
  const may = [...membersOf(estate, from)].filter((id) => id !== person.id);
  const special = atLeastOneFrom === undefined ? may : [...membersOf(estate, [atLeastOneFrom])];
  const lacking = special.some((id) => may.includes(id)) ? undefined : `none of ${atLeastOneFrom}`;
  if (may.length >= required && lacking === undefined) return [];
  const count = `${may.length} possible approver${may.length === 1 ? '' : 's'}`;
  return [
    errorAt(written.place(['playbook']), {
      code: 'BG0327',
      message: `nobody can approve this: ${count}${lacking ? `, ${lacking}` : ''}, ${required} needed`,
      label:
        may.length === 0
          ? `nobody beside \`${person.id}\``
          : `beside \`${person.id}\`: ${may.sort().join(', ')}`,
      hint: `add people to ${from.join(', ')}, or choose another playbook`,
    }),
  ];
}

function secondFactor({ mfa, person, playbook, written }: Grant): Problem[] {
  const provable = person.identity.kind === 'iamUser';
  if (provable === (mfa.kind === 'aws')) return [];
  const message = provable
    ? `playbook \`${playbook.value.id}\` leaves the second factor to the identity provider, but \`${person.id}\` is an IAM user`
    : `playbook \`${playbook.value.id}\` wants a second factor that AWS sees, but \`${person.id}\` comes through IAM Identity Center`;
  const hint = `use a playbook with \`mfa: ${provable ? '{ within: … }' : 'identityProvider'}\``;
  return [
    errorAt(written.place(['person']), { code: 'BG0314', message, label: 'another kind of identity', hint }),
  ];
}
