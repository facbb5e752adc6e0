/** One fixed grant that has something in every field: a database, and an index with keys and attributes. */
import type { GrantFile, PlaybookFile } from '../../../src/grant/files.generated.ts';
import type { DatabaseAccess, Grant, TableAccess } from '../../../src/grant/grant.ts';
import { at, type Instant, minute, plus } from '../../../src/grant/lifetime.ts';
import type { Window } from '../../../src/grant/policy/document.ts';
import { written } from '../../estate-of.ts';

/** The files stand for themselves: only their ids and digests are looked at here. */
export function filesOf(id: string): Pick<Grant, 'playbook' | 'written'> {
  return {
    playbook: written('playbooks/any-emergency.yaml', { id: 'any-emergency' } as PlaybookFile),
    written: written(`grants/${id}.yaml`, { id } as GrantFile),
  };
}

const wall: Instant = at('2026-11-22T05:00:30Z');

const sampleDatabase: DatabaseAccess = {
  kind: 'database',
  database: 'orders-prod',
  engine: 'postgres',
  resourceId: 'cluster-7QK4ZJ2M5XWVYB3N6TAHRDPLCE',
  port: 5432,
  securityGroup: 'sg-0a1b2c3d4e5f60718',
  level: 'read',
  roles: ['orders_ro', 'orders_stats'],
  says: 'SELECT on schema orders',
  maxConnections: 5,
};

const sampleTable: TableAccess = {
  kind: 'table',
  table: 'carts-prod',
  tableName: 'carts-blue',
  index: 'by-customer',
  keyAttributes: ['pk', 'customer'],
  actions: ['Query', 'GetItem'],
  partitionKeys: ['CUST#2', 'CUST#1'],
  attributes: ['pk', 'customer', 'status'],
};

export const sample = {
  id: '2026-11-22-sample',
  person: {
    id: 'alba',
    name: 'Alba Ortega',
    identity: { kind: 'identityCenter', user: 'alba@quillmark.example', permissionSet: 'Engineer' },
    timeZone: 'Europe/Berlin',
  },
  target: { id: 'prod-eu', account: '111122223333', region: 'eu-central-1', local: false },
  access: [sampleDatabase, sampleTable],
  minutes: 60,
  notAfter: wall,
  from: {
    id: 'office-vpn',
    cidrs: ['203.0.113.0/28', '198.51.100.7/32'],
    endpoints: ['vpce-0aa11bb22cc33dd44'],
  },
  mfa: { kind: 'identityProvider' },
  incident: 'INC-4411',
  reason: 'Checkout is slow.',
  ...filesOf('2026-11-22-sample'),
} as const satisfies Grant;

export const sampleWindow: Window = { activation: plus(wall, -60 * minute), end: wall };
