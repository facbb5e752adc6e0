/** Limits of AWS and of our own names, checked before any plan (IAM user guide: IAM and STS quotas). */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Access, DatabaseAccess, Grant } from '../grant.ts';
import { hole, judgedEach } from '../holes.ts';
import { minute, shortestLife } from '../lifetime.ts';
import { permissionPolicy } from '../policy/permissions.ts';
import { openingKeys } from '../wanted.ts';
import type { Rule } from './rules.ts';

export const limitRules: readonly Rule[] = [
  tooShort,
  accessTwice,
  reachable,
  iamAuthentication,
  policySize,
  openings,
];

const mostInline = 10_240;
/** Ten digits and a space each, in a tag value of 256 characters. */
const mostOpenings = 23;

function tooShort({ minutes, written }: Grant): Problem[] {
  const least = shortestLife / minute;
  if (minutes >= least) return [];
  const message = `\`${minutes}m\` is too short to be ended on time`;
  const hint = `write \`duration: ${least}m\` or more`;
  return [errorAt(written.place(['duration']), { code: 'BG0319', message, label: `under ${least}m`, hint })];
}

function accessTwice({ access, written }: Grant): Problem[] {
  const names = access.map(nameOf);
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    const message = `${name} is asked for twice`;
    const hint = 'join the two into one entry';
    return [
      errorAt(written.place(['access', index]), { code: 'BG0312', message, label: 'second one', hint }),
    ];
  });
}

/** Tables are told apart by their names in AWS: the estate may have two names for one. */
function nameOf(one: Access): string {
  if (one.kind === 'database') return `database \`${one.database}\``;
  return `${one.index === undefined ? '' : `index \`${one.index}\` of `}table \`${one.tableName}\``;
}

function reachable({ access, from, written }: Grant): Problem[] {
  if (from.cidrs.length > 0) return [];
  const place = written.place(['from']);
  const hint = 'use a network that has `cidrs` in the estate';
  if (access.some(({ kind }) => kind === 'database')) {
    const message = `no database can be opened to network \`${from.id}\``;
    return [errorAt(place, { code: 'BG0313', message, label: 'has no address ranges', hint })];
  }
  if (from.endpoints.length > 0) return [];
  const message = `no table can be opened to network \`${from.id}\``;
  return [
    errorAt(place, { code: 'BG0313', message, label: 'has neither address ranges nor endpoints', hint }),
  ];
}

function iamAuthentication({ access, target, written }: Grant, { locks }: Parameters<Rule>[1]): Problem[] {
  const lock = locks.get(target.id) ?? hole();
  return judgedEach(
    () => access,
    (one, index) => {
      if (one.kind !== 'database') return [];
      const locked = lock.value.databases[one.database] ?? hole();
      if (locked.iamAuthentication) return [];
      const message = `\`${one.database}\` does not accept IAM tokens`;
      const hint = `switch on IAM authentication, then run \`breakglass estate lock --target ${target.id}\``;
      return [
        errorAt(written.place(['access', index, 'database']), {
          code: 'BG0316',
          message,
          label: `says ${lock.file}`,
          hint,
        }),
      ];
    },
  );
}

/**
 * The size does not depend on the instant or on the drawn letters: instants and logins have one
 * length. The trust policy needs no such check: at its longest it fits.
 */
function policySize(grant: Grant): Problem[] {
  const window = { activation: grant.notAfter, end: grant.notAfter };
  const databases = grant.access.filter((one): one is DatabaseAccess => one.kind === 'database');
  const logins = Object.fromEntries(databases.map(({ database }) => [database, 'bg_aaaaaaaaaa']));
  const size = JSON.stringify(permissionPolicy(grant, window, logins)).length;
  if (size <= mostInline) return [];
  const message = `the policy would have ${size} characters, ${size - mostInline} more than AWS allows`;
  const hint = 'ask for fewer keys, attributes or tables, or split the grant';
  return [errorAt(grant.written.place(['access']), { code: 'BG0317', message, hint })];
}

function openings(grant: Grant): Problem[] {
  const count = openingKeys(grant).length;
  if (count <= mostOpenings) return [];
  const message = `the grant needs ${count} openings, ${count - mostOpenings} more than its role can name`;
  return [
    errorAt(grant.written.place(['from']), {
      code: 'BG0318',
      message,
      hint: 'use a network with fewer ranges',
    }),
  ];
}
