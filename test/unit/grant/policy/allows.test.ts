/** Form of what the permission policy allows, over random grants. */
import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../../../src/grant/lifetime.ts';
import { operators, stringsOf } from './form.ts';
import { each, isConnect } from './seen.ts';

describe('what any grant allows', () => {
  test('connecting as the drawn logins, under no condition at all', () => {
    each(({ grant, logins, allows, databases }) => {
      const { region, account } = grant.target;
      const users = databases.map(
        ({ database, resourceId }) =>
          `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/${logins[database]}`,
      );
      const found = allows.filter(isConnect);
      expect(found.map(({ Action, Resource }) => [Action, Resource])).toEqual(
        users.length === 0 ? [] : [[['rds-db:connect'], users]],
      );
      for (const statement of found) expect(statement).not.toHaveProperty('Condition');
    });
  });

  test('calls of one table or one index in each other statement, once for each way in', () => {
    each(({ grant, allows, tables }) => {
      const { region, account } = grant.target;
      const { cidrs, endpoints } = grant.from;
      const ways = [cidrs, endpoints].filter(({ length }) => length > 0).length;
      const wanted = tables.flatMap(({ actions, tableName, index }) => {
        const arn = `arn:aws:dynamodb:${region}:${account}:table/${tableName}${index === undefined ? '' : `/index/${index}`}`;
        return Array(ways).fill([actions.map((action) => `dynamodb:${action}`), [arn]]);
      });
      const others = allows.filter((statement) => !isConnect(statement));
      expect(others.map(({ Action, Resource }) => [Action, Resource])).toEqual(wanted);
    });
  });

  test('has no wildcard and no variable in what it names', () => {
    each(({ allows, document }) => {
      for (const { Action, Resource, ...rest } of allows) {
        for (const text of [...(Action ?? []), ...(Resource ?? [])]) expect(text).not.toMatch(/[*?]/);
        expect(rest).not.toHaveProperty('NotAction');
        expect(rest).not.toHaveProperty('NotResource');
      }
      for (const text of stringsOf(document)) expect(text).not.toContain('${');
    });
  });

  test('holds for the half-open window', () => {
    each(({ allows, window }) => {
      for (const { Condition } of allows.filter((statement) => !isConnect(statement))) {
        expect(Condition?.['DateGreaterThanEquals']).toEqual({
          'aws:CurrentTime': formatInstant(window.activation),
        });
        expect(Condition?.['DateLessThan']).toEqual({ 'aws:CurrentTime': formatInstant(window.end) });
      }
    });
  });

  test('holds for exactly its keys, and only where a key is given', () => {
    each(({ allows, tables, grant }) => {
      const ways = [grant.from.cidrs, grant.from.endpoints].filter(({ length }) => length > 0).length;
      const conditions = allows.filter((one) => !isConnect(one)).map(({ Condition }) => Condition ?? {});
      conditions.forEach((condition, n) => {
        const { partitionKeys, attributes } = tables[Math.floor(n / ways)] ?? {};
        const wanted = {
          'dynamodb:LeadingKeys': partitionKeys,
          ...(attributes && { 'dynamodb:Attributes': attributes }),
        };
        expect(condition['ForAllValues:StringEquals']).toEqual(wanted);
        const present = Object.keys(wanted).map((key) => [key, 'false']);
        expect(condition['Null']).toEqual(Object.fromEntries(present));
        expect(condition['Bool']).toEqual({ 'aws:ViaAWSService': 'false' });
      });
    });
  });

  test('lets an absent key pass only for what no call or answer needs: Select and ReturnValues', () => {
    each(({ allows, tables }) => {
      const limited = tables.some(({ attributes }) => attributes !== undefined);
      const lenient = operators(allows).filter((operator) => operator.endsWith('IfExists'));
      expect(lenient).toEqual(limited ? ['StringEqualsIfExists'] : []);
      for (const { Condition } of allows) {
        const keys = Condition?.['StringEqualsIfExists'];
        const attributes = Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
        expect(keys === undefined).toBe(attributes === undefined);
        if (keys === undefined) continue;
        expect(keys).toEqual({
          'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
          'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'],
        });
      }
    });
  });

  test('comes from the network: addresses in one statement, endpoints in the other', () => {
    each(({ allows, grant }) => {
      const { cidrs, endpoints } = grant.from;
      for (const { Sid, Condition } of allows.filter((one) => !isConnect(one))) {
        const ip = Condition?.['IpAddress'];
        const endpoint = Condition?.['StringEquals'];
        if (Sid.endsWith('Public')) expect([ip, endpoint]).toEqual([{ 'aws:SourceIp': cidrs }, undefined]);
        else expect([ip, endpoint]).toEqual([undefined, { 'aws:SourceVpce': endpoints }]);
      }
    });
  });
});
