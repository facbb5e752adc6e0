/** Does what AWS said of a database fit what the estate says of it? */
import type { Problem } from '../problem/problem.ts';
import type { DatabaseFacts } from './facts.ts';
import type { DatabaseEntry } from './files.generated.ts';
import type { Entry } from './resolve/estate.ts';

/** What AWS said; undefined where it said that there is no such thing. */
export type DatabaseAnswer = {
  readonly facts: DatabaseFacts | undefined;
  readonly group: { readonly account: string } | undefined;
};

/** Engines as AWS calls them, by the engine of the estate. MariaDB has no clusters. */
const engines = {
  postgres: { cluster: ['aurora-postgresql', 'postgres'], instance: ['postgres'] },
  mysql: { cluster: ['aurora-mysql', 'aurora', 'mysql'], instance: ['mysql'] },
  mariadb: { cluster: [], instance: ['mariadb'] },
} as const satisfies Record<DatabaseEntry['engine'], Record<DatabaseFacts['kind'], readonly string[]>>;

export function checkDatabase(
  entry: Entry<DatabaseEntry>,
  answer: DatabaseAnswer,
  account: string,
): Problem[] {
  if (answer.facts === undefined) return [notFound(entry)];
  return [
    ...checkEngine(entry, answer.facts),
    ...checkGroup(entry, { facts: answer.facts, group: answer.group }, account),
    ...checkTokens(entry, answer.facts),
  ];
}

function notFound(entry: Entry<DatabaseEntry>): Problem {
  const field = entry.value.cluster === undefined ? 'instance' : 'cluster';
  return {
    code: 'BG0251',
    severity: 'error',
    message: `AWS has no ${field} \`${entry.value[field]}\` in target \`${entry.value.target}\``,
    place: entry.place([field]),
    label: 'not there',
    hint: 'correct the name, or the target of the database',
  };
}

function checkEngine(entry: Entry<DatabaseEntry>, facts: DatabaseFacts): Problem[] {
  const fitting: readonly string[] = engines[entry.value.engine][facts.kind];
  if (fitting.includes(facts.engine)) return [];
  const member = facts.kind === 'instance' && facts.engine.startsWith('aurora');
  return [
    {
      code: 'BG0252',
      severity: 'error',
      message: `\`${entry.name}\` runs ${facts.engine}, as ${facts.kind === 'cluster' ? 'a cluster' : 'an instance'}`,
      place: entry.place(['engine']),
      label: 'does not fit',
      hint: member
        ? 'name the cluster in place of one of its instances'
        : `say which engine AWS runs; ${entry.value.engine} would be ${fitting.join(' or ') || 'an instance'}`,
    },
  ];
}

function checkGroup(
  entry: Entry<DatabaseEntry>,
  { facts, group }: DatabaseAnswer & { readonly facts: DatabaseFacts },
  account: string,
): Problem[] {
  const id = entry.value.securityGroup;
  const at = { severity: 'error', place: entry.place(['securityGroup']) } as const;
  if (group?.account !== account) {
    const whose =
      group === undefined ? 'is not in this account and region' : `belongs to account ${group.account}`;
    const message = `security group ${id} ${whose}`;
    return [
      { ...at, code: 'BG0254', message, label: 'not ours', hint: "name a group of the target's own account" },
    ];
  }
  if (facts.securityGroups.includes(id)) return [];
  const message = `security group ${id} is not attached to \`${entry.name}\``;
  const hint = `attach it, or name one that is: ${facts.securityGroups.join(', ') || 'there is none'}`;
  return [{ ...at, code: 'BG0253', message, label: 'not attached', hint }];
}

function checkTokens(entry: Entry<DatabaseEntry>, facts: DatabaseFacts): Problem[] {
  if (facts.iamAuthentication) return [];
  return [
    {
      code: 'BG0255',
      severity: 'warning',
      message: `\`${entry.name}\` takes no IAM tokens: no grant for it can be used`,
      place: entry.place(),
      hint: 'switch on IAM database authentication',
    },
  ];
}
