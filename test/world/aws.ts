/** What stands in the account. */
import type { DatabaseFacts, TableFacts } from '../../src/grant/facts.ts';
import { awsDenyAll } from '../../src/grant/names.ts';
import type { StandingOpening, StandingRole, StandingSchedule } from '../../src/ports.ts';

export type FakeAws = {
  account: string;
  readonly roles: Map<string, StandingRole>;
  readonly openings: Map<string, StandingOpening>;
  /** By name; the fake has one group, and whoever asks for another finds it empty. */
  readonly schedules: Map<string, StandingSchedule>;
  readonly databases: Map<string, DatabaseFacts>;
  readonly tables: Map<string, TableFacts>;
  /** Ids of rules are never used twice. */
  rules: number;
};

export function emptyAws(account: string): FakeAws {
  return {
    account,
    roles: new Map(),
    openings: new Map(),
    schedules: new Map(),
    databases: new Map(),
    tables: new Map(),
    rules: 0,
  };
}

/** What stands is never changed in place, so the copy shares it. */
export function copyOfAws(aws: FakeAws): FakeAws {
  return {
    ...aws,
    roles: new Map(aws.roles),
    openings: new Map(aws.openings),
    schedules: new Map(aws.schedules),
  };
}

/** One half of the cut. A role that is gone is no error. */
export function deny(aws: FakeAws, name: string, half: 'boundary' | 'attachment'): void {
  const role = aws.roles.get(name);
  if (!role) return;
  const attached = [...new Set([...role.attached, awsDenyAll])];
  aws.roles.set(name, half === 'boundary' ? { ...role, boundary: awsDenyAll } : { ...role, attached });
}
