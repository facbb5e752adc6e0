/** Who asks, under which name, and on which day. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant } from '../grant.ts';
import { day, dayOfId, plus } from '../lifetime.ts';
import { membersOf } from '../resolve/members.ts';
import { approverPool } from './approver-pool.ts';
import type { Rule } from './rules.ts';

export const identityRules: readonly Rule[] = [fileName, dayExists, wall, secondFactor, eligible, approvers];

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

function eligible({ person, playbook, written }: Grant, estate: Parameters<Rule>[1]): Problem[] {
  const may = membersOf(estate, playbook.value.eligible);
  if (may.has(person.id)) return [];
  return [
    errorAt(written.place(['person']), {
      code: 'BG0304',
      message: `\`${person.id}\` may not use playbook \`${playbook.value.id}\``,
      label: `not in ${playbook.value.eligible.join(', ')}`,
      hint: `eligible are: ${[...may].sort().join(', ')}`,
    }),
  ];
}

/** Where too few people could approve, there is nothing to wait for. */
function approvers({ person, playbook, written }: Grant, estate: Parameters<Rule>[1]): Problem[] {
  const { from } = playbook.value.approvals;
  const { required, may, oneOf } = approverPool(person.id, playbook.value, estate);
  const lacking = oneOf !== undefined && oneOf.may.length === 0;
  if (may.length >= required && !lacking) return [];
  const count = `${may.length} possible, ${required} needed${lacking ? `, none of ${oneOf.list}` : ''}`;
  return [
    errorAt(written.place(['playbook']), {
      code: 'BG0327',
      message: `too few people can approve this: ${count}`,
      label: `beside \`${person.id}\`: ${may.join(', ')}`,
      hint: `add people to ${from.join(', ')}, or use another playbook`,
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
