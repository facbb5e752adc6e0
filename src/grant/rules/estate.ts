/** Estates that contradict themselves, or that open more than an estate may. */
import { errorAt, type Problem } from '../../problem/problem.ts';
import type { NetworkEntry, PersonEntry, TargetEntry, TeamEntry } from '../files.generated.ts';
import { judged, judgedEach } from '../holes.ts';
import type { Entry, Estate } from '../resolve/estate.ts';
import { unknownName } from '../resolve/look-up.ts';
import { unknownMember } from '../resolve/members.ts';
import { canonicalRange, isTooWide } from './range.ts';

export function checkEstate(estate: Estate): Problem[] {
  return [
    ...judgedEach(() => [...estate.networks.values()], ranges),
    ...sameAccount([...estate.targets.values()]),
    ...sameIdentity([...estate.people.values()]),
    ...references(estate),
  ];
}

function ranges({ name, value, place }: Entry<NetworkEntry>): Problem[] {
  return judgedEach(
    () => value.cidrs,
    (range, index) => {
      const found = place(['cidrs', index]);
      const written = canonicalRange(range);
      if (written === undefined) {
        const message = `\`${range}\` is not an address range`;
        return [
          errorAt(found, {
            code: 'BG0321',
            message,
            hint: 'write it like `203.0.113.0/28` or `2001:db8:12::/56`',
          }),
        ];
      }
      if (written !== range) {
        const message = `\`${range}\` is not how this range is written`;
        return [
          errorAt(found, { code: 'BG0321', message, label: 'not canonical', hint: `write \`${written}\`` }),
        ];
      }
      if (!isTooWide(range)) return [];
      const message = `\`${range}\` is too wide for network \`${name}\``;
      const hint = 'list the ranges of the office, the VPN exit or the bastion itself';
      return [errorAt(found, { code: 'BG0322', message, label: 'wider than /24, or /56 for IPv6', hint })];
    },
  );
}

function sameAccount(targets: readonly Entry<TargetEntry>[]): Problem[] {
  return twice(targets, [({ account, region }) => [`${account} in ${region}`]]).map(
    ({ entry, first, what }) =>
      errorAt(entry.place(), {
        code: 'BG0324',
        message: `targets \`${first.name}\` and \`${entry.name}\` are both ${what}`,
        label: 'second one',
        hint: 'keep one of the two',
      }),
  );
}

/**
 * Two people must be two people: no account, key or AWS identity may stand under two names. GitHub
 * and AWS do not tell upper from lower case in names.
 */
function sameIdentity(people: readonly Entry<PersonEntry>[]): Problem[] {
  return twice(people, [
    ({ github }) => (github ? [`GitHub id ${github.id}`] : []),
    ({ github }) => (github ? [`GitHub login ${github.login.toLowerCase()}`] : []),
    ({ aws }) => (aws?.iamUser === undefined ? [] : [`IAM user ${aws.iamUser.toLowerCase()}`]),
    ({ aws }) => (aws?.identityCenter ? [`user ${aws.identityCenter.user.toLowerCase()}`] : []),
    ({ sshKeys = [] }) => sshKeys.map((key) => `SSH key ${key.split(/\s+/).slice(0, 2).join(' ')}`),
  ]).map(({ entry, first, what }) =>
    errorAt(entry.place(), {
      code: 'BG0323',
      message: `\`${first.name}\` and \`${entry.name}\` share one identity`,
      label: `both have ${what.length > 60 ? `${what.slice(0, 57)}…` : what}`,
      hint: 'keep one entry per person; correct the one that has what is not theirs',
    }),
  );
}

type Twice<T> = { readonly entry: Entry<T>; readonly first: Entry<T>; readonly what: string };

/** Pairs of entries of which some mark is the same; the first such mark of each pair. */
function twice<T>(
  entries: readonly Entry<T>[],
  marks: readonly ((value: T) => readonly string[])[],
): Twice<T>[] {
  const seen = new Map<string, Entry<T>>();
  return entries.flatMap((entry) => {
    const pairs = new Map<Entry<T>, Twice<T>>();
    for (const what of marks.flatMap((mark) => judged(() => mark(entry.value)))) {
      const first = seen.get(what) ?? entry;
      seen.set(what, first);
      if (first !== entry && !pairs.has(first)) pairs.set(first, { entry, first, what });
    }
    return [...pairs.values()];
  });
}

/** Owners, members and targets that the estate names must be in it. */
function references(estate: Estate): Problem[] {
  const { targets, databases, tables, teams } = estate;
  return [
    ...judgedEach(() => entriesOf<{ owner: string }>(targets, databases, tables, teams), owner(estate)),
    ...judgedEach(() => entriesOf<TeamEntry>(teams), members(estate)),
    ...judgedEach(() => entriesOf<{ target: string }>(databases, tables), target(estate)),
  ];
}

function entriesOf<T>(...sections: readonly ReadonlyMap<string, Entry<T>>[]): Entry<T>[] {
  return sections.flatMap((section) => [...section.values()]);
}

function owner(estate: Estate) {
  return ({ value, place }: Entry<{ owner: string }>) => unknownMember(estate, value.owner, place(['owner']));
}

function members(estate: Estate) {
  return ({ value, place }: Entry<TeamEntry>) =>
    judgedEach(
      () => value.members,
      (name, index) => {
        const wanted = { name, place: place(['members', index]), code: 'BG0208', noun: 'person' } as const;
        return unknownName(estate.people, { ...wanted, incomplete: estate.incomplete.has('Estate') });
      },
    );
}

function target({ targets, incomplete }: Estate) {
  return ({ value, place }: Entry<{ target: string }>) => {
    const wanted = { name: value.target, place: place(['target']), code: 'BG0202', noun: 'target' } as const;
    return unknownName(targets, { ...wanted, incomplete: incomplete.has('Estate') });
  };
}
