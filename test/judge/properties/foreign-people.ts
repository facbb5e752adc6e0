/** Callers who are not the person of the grant, and names that are not theirs. */
import { type Assume, ofPermissionSet } from '../assume.ts';
import type { Subject } from '../subject.ts';

type Other = Pick<Assume, 'principal'> & { readonly role?: string };

/** Each is as close to the person as somebody else can come. */
export function others({ grant: { person, target } }: Subject): Other[] {
  const { account } = target;
  const iam = `arn:aws:iam::${account}`;
  const session = (role: string, name: string): Other => ({
    principal: `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)}/${name}`,
    role: `${iam}:role/${role}`,
  });
  const { user } = person.identity;
  const common = [
    { principal: `${iam}:root` },
    { principal: `${iam}:user/mallory` },
    { principal: `${iam}:user/${user}x` },
    { principal: `${iam}:user/x/${user}` },
    session('Admin', user),
    session(`breakglass/${target.id}/2026-11-22-another`, person.id),
  ];
  if (person.identity.kind === 'iamUser') return common;
  const set = person.identity.permissionSet;
  const own = (name: string) => ofPermissionSet(account, set, name);
  const twin = ofPermissionSet(account, `${set}_Admin`, user);
  return [
    ...common,
    own('mallory'),
    own(`mallory-${user}`),
    own(`${user}x`),
    twin,
    ofPermissionSet(account, `x${set}`, user),
    session(`AWSReservedSSO_${set}_0123456789abcdef`, user),
    session(`aws-reserved/AWSReservedSSO_${set}_0123456789abcdef`, user),
  ];
}

/** Undefined: no name at all. */
export function wrongNames({ grant: { person } }: Subject): (string | undefined)[] {
  return ['mallory', `${person.id}x`, `x${person.id}`, person.id.toUpperCase(), undefined];
}
