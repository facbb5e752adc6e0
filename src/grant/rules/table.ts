/** What DynamoDB's conditions can hold, and what they cannot. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { Grant, TableAccess } from '../grant.ts';
import { judgedEach } from '../holes.ts';
import type { Rule } from './rules.ts';

export const tableRules: readonly Rule[] = [keyAttributes, wholeItemWrites, indexCalls, characters];

const wholeItem = new Set(['PutItem', 'DeleteItem', 'BatchWriteItem']);

function keyAttributes(grant: Grant): Problem[] {
  return eachTable(grant, (one, index) => {
    const missing = one.keyAttributes.filter((name) => one.attributes && !one.attributes.includes(name));
    if (missing.length === 0) return [];
    const message = `\`attributes\` lacks ${missing.map((name) => `\`${name}\``).join(' and ')}`;
    const hint = `write \`attributes: [${[...missing, ...(one.attributes ?? [])].join(', ')}]\``;
    const place = grant.written.place(['access', index, 'attributes']);
    return [errorAt(place, { code: 'BG0309', message, label: 'key attributes are missing', hint })];
  });
}

function wholeItemWrites(grant: Grant): Problem[] {
  return eachTable(grant, (one, index) =>
    one.actions.flatMap((action, item) => {
      if (one.attributes === undefined || !wholeItem.has(action)) return [];
      const message = `\`${action}\` writes whole items, but only some attributes are asked for`;
      const place = grant.written.place(['access', index, 'actions', item]);
      return [
        errorAt(place, {
          code: 'BG0310',
          message,
          label: 'would replace hidden attributes',
          hint: 'use `UpdateItem`',
        }),
      ];
    }),
  );
}

function indexCalls(grant: Grant): Problem[] {
  return eachTable(grant, (one, index) =>
    one.actions.flatMap((action, item) => {
      if (one.index === undefined || action === 'Query') return [];
      const message = `\`${action}\` does not work on an index`;
      const place = grant.written.place(['access', index, 'actions', item]);
      return [
        errorAt(place, {
          code: 'BG0311',
          message,
          label: 'only `Query` does',
          hint: 'write `actions: [Query]`',
        }),
      ];
    }),
  );
}

/** A policy holds U+0020 to U+00FF (IAM reference: policy grammar); AWS would refuse it half way. */
function characters(grant: Grant): Problem[] {
  return eachTable(grant, (one, index) =>
    (['partitionKeys', 'attributes'] as const).flatMap((part) =>
      (one[part] ?? []).flatMap((text, item) => {
        const odd = [...text].find((character) => character > '\u00ff');
        if (odd === undefined) return [];
        const message = `\`${text}\` holds a character that no policy can hold`;
        const label = `U+${odd.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
        return [
          errorAt(grant.written.place(['access', index, part, item]), {
            code: 'BG0326',
            message,
            label,
            hint: 'such an item cannot be granted; ask the owner of the table for another way',
          }),
        ];
      }),
    ),
  );
}

function eachTable(grant: Grant, check: (one: TableAccess, index: number) => Problem[]): Problem[] {
  return judgedEach(
    () => grant.access,
    (one, index) => (one.kind === 'table' ? check(one, index) : []),
  );
}
