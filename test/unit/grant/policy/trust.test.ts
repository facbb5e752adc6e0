/** Form of the trust policy over random grants. What the form means is judged elsewhere; it must not depend on a judge alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../../../src/grant/lifetime.ts';
import type { Statement } from '../../../../src/grant/policy/document.ts';
import { trustPolicy } from '../../../../src/grant/policy/trust.ts';
import { anyDrawn, type Drawn } from '../any-grant.ts';
import { sample, sampleWindow } from '../sample-grant.ts';
import { dates, operators, stringsOf } from './form.ts';

function each(check: (drawn: Drawn, statements: readonly Statement[]) => void): void {
  fc.assert(
    fc.property(anyDrawn, (drawn) => {
      check(drawn, trustPolicy(drawn.grant, drawn.window).Statement);
    }),
    { numRuns: 300 },
  );
}

describe('trust of any grant', () => {
  test('allows two actions, each in a statement of its own, and no tags', () => {
    each((_, statements) => {
      expect(statements.map(({ Effect, Action }) => [Effect, Action])).toEqual([
        ['Allow', ['sts:AssumeRole']],
        ['Allow', ['sts:SetSourceIdentity']],
      ]);
      for (const statement of statements) {
        expect(Object.keys(statement).sort()).toEqual(['Action', 'Condition', 'Effect', 'Principal', 'Sid']);
      }
    });
  });

  test('names one principal of the account, without a wildcard', () => {
    each(({ grant: { person, target } }, statements) => {
      const { identity } = person;
      const name = identity.kind === 'iamUser' ? `user/${identity.user}` : 'root';
      for (const { Principal } of statements) {
        expect(Principal).toEqual({ AWS: `arn:aws:iam::${target.account}:${name}` });
        expect(Principal?.AWS).not.toMatch(/[*?]/);
      }
    });
  });

  test('holds the half-open window in both statements', () => {
    each(({ window }, statements) => {
      for (const { Condition } of statements) {
        expect(Condition?.['DateGreaterThanEquals']).toEqual({
          'aws:CurrentTime': formatInstant(window.activation),
        });
        expect(Condition?.['DateLessThan']).toEqual({ 'aws:CurrentTime': formatInstant(window.end) });
      }
      expect(dates(statements)).toHaveLength(4);
    });
  });

  test('pins session name and source identity to the person', () => {
    each(({ grant: { person } }, [assume, source]) => {
      expect(assume?.Condition?.['StringEquals']).toEqual({
        'sts:RoleSessionName': person.id,
        'sts:SourceIdentity': person.id,
      });
      expect(source?.Condition?.['StringEquals']).toEqual({ 'sts:SourceIdentity': person.id });
    });
  });

  test('asks an IAM user for a second factor by both keys, and nobody else', () => {
    each(({ grant }, [assume, source]) => {
      const { Bool, NumericLessThan } = assume?.Condition ?? {};
      if (grant.mfa.kind === 'aws') {
        expect(Bool).toEqual({ 'aws:MultiFactorAuthPresent': 'true' });
        expect(NumericLessThan).toEqual({ 'aws:MultiFactorAuthAge': String(grant.mfa.withinMinutes * 60) });
      } else expect([Bool, NumericLessThan]).toEqual([undefined, undefined]);
      expect(source?.Condition?.['Bool']).toBeUndefined();
    });
  });

  test('knows a user of Identity Center by permission set and login, in both statements', () => {
    each(({ grant: { person, target } }, statements) => {
      const { identity } = person;
      for (const { Condition = {} } of statements) {
        if (identity.kind === 'iamUser') {
          expect([Condition['ArnLike'], Condition['StringLike']]).toEqual([undefined, undefined]);
          continue;
        }
        expect(Condition['StringLike']).toEqual({ 'aws:userid': `*:${identity.user}` });
        const role = `arn:aws:iam::${target.account}:role/aws-reserved/sso.amazonaws.com`;
        const set = `AWSReservedSSO_${identity.permissionSet}_????????????????`;
        expect(Condition['ArnLike']).toEqual({ 'aws:PrincipalArn': [`${role}/${set}`, `${role}/*/${set}`] });
      }
    });
  });

  test('has no operator that a missing key would pass', () => {
    each((_, statements) => {
      const allowed = [
        'ArnLike',
        'Bool',
        'DateGreaterThanEquals',
        'DateLessThan',
        'NumericLessThan',
        'StringEquals',
        'StringLike',
      ];
      expect(operators(statements).filter((operator) => !allowed.includes(operator))).toEqual([]);
    });
  });

  test('is a document of today without variables', () => {
    each(({ grant, window }) => {
      const document = trustPolicy(grant, window);
      expect(document.Version).toBe('2012-10-17');
      expect(document.Statement.map(({ Sid }) => Sid)).toEqual(['Assume', 'SetSourceIdentity']);
      for (const text of stringsOf(document)) expect(text).not.toContain('${');
    });
  });
});

test('the longest trust policy fits into the 2,048 characters that AWS allows', () => {
  const identity = { kind: 'identityCenter', user: 'u'.repeat(64), permissionSet: 's'.repeat(32) } as const;
  const person = { ...sample.person, id: 'p'.repeat(40), identity };
  const { length } = JSON.stringify(trustPolicy({ ...sample, person }, sampleWindow));
  expect(length).toBeGreaterThan(1000);
  expect(length).toBeLessThanOrEqual(2048);
});
