/** Form of what the permission policy denies, over random grants. */
import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../../../src/grant/lifetime.ts';
import { each, ofSid } from './seen.ts';

describe('what any grant denies', () => {
  test('everything outside the window, role-wide', () => {
    each(({ statements, window }) => {
      const everything = { Effect: 'Deny', Action: ['*'], Resource: ['*'] };
      expect(ofSid(statements, 'DenyLate')).toEqual({
        Sid: 'DenyLate',
        ...everything,
        Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': formatInstant(window.end) } },
      });
      expect(ofSid(statements, 'DenyEarly')).toEqual({
        Sid: 'DenyEarly',
        ...everything,
        Condition: { DateLessThan: { 'aws:CurrentTime': formatInstant(window.activation) } },
      });
    });
  });

  test('every action but exactly those that are allowed, under no condition', () => {
    each(({ statements, allows, denies }) => {
      const granted = [...new Set(allows.flatMap(({ Action = [] }) => Action))].sort();
      expect(ofSid(statements, 'DenyOtherActions')).toEqual({
        Sid: 'DenyOtherActions',
        Effect: 'Deny',
        NotAction: granted,
        Resource: ['*'],
      });
      expect(denies.filter(({ NotAction }) => NotAction !== undefined)).toHaveLength(1);
    });
  });

  test.each([
    ['DenyOtherLogins', 'rds-db'],
    ['DenyOtherTables', 'dynamodb'],
  ])('all but exactly the allowed resources, under no condition: %s', (sid, service) => {
    each(({ statements, allows }) => {
      const resources = allows
        .filter(({ Action = [] }) => Action.every((action) => action.startsWith(`${service}:`)))
        .flatMap(({ Resource = [] }) => Resource);
      const { NotResource = [], ...found } = ofSid(statements, sid) ?? {};
      expect([...NotResource].sort()).toEqual([...new Set(resources)].sort());
      const statement = { Sid: sid, Effect: 'Deny', Action: [`${service}:*`] };
      expect(found).toEqual(resources.length === 0 ? {} : statement);
    });
  });

  test('calls to its tables from elsewhere, each Deny only where its own key is present', () => {
    each(({ statements, tables, grant }) => {
      tables.forEach((_, n) => {
        const address = ofSid(statements, `DenyAddress${n}`)?.Condition;
        const endpoint = ofSid(statements, `DenyEndpoint${n}`)?.Condition;
        const { cidrs, endpoints } = grant.from;
        expect(address).toEqual({
          ...(cidrs.length > 0 && { NotIpAddress: { 'aws:SourceIp': cidrs } }),
          Null: { 'aws:SourceIp': 'false' },
        });
        expect(endpoint).toEqual({
          ...(endpoints.length > 0 && { StringNotEquals: { 'aws:SourceVpce': endpoints } }),
          Null: { 'aws:SourceVpce': 'false' },
        });
      });
    });
  });
});
