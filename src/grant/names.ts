/**
 * Every name that breakglass gives to something in AWS, in Terraform or in an engine. The target
 * stands in all of them, because IAM is global to an account while a target is one region of it.
 */
import { createHash } from 'node:crypto';

export const awsDenyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';

/** Name of the one inline policy of a grant role. */
export const policyName = 'breakglass';

/** IAM path of a target's grant roles; the role's name is the grant's id. */
export function rolePath(target: string): string {
  return `/breakglass/${target}/`;
}

/** Where every record of a target lies. The caller's account and the target's name are enough to find it. */
export function archiveBucket(account: string, target: string): string {
  return `breakglass-${target}-archive-${account}`;
}

export function boundaryArn(account: string, target: string): string {
  return `arn:aws:iam::${account}:policy/breakglass-${target}-boundary`;
}

export function scheduleGroup(target: string): string {
  return `breakglass-${target}-schedules`;
}

/** Holds Terraform's state and its lock, where the target keeps them in S3. */
export function stateBucket(account: string, target: string): string {
  return `breakglass-${target}-state-${account}`;
}

/** One schedule per end: 0 for the first, then one for each longer end. */
export function scheduleName(grant: string, n: number): string {
  return `${grant}-${n}`;
}

export function endFunctionArn(account: string, region: string, target: string): string {
  return `arn:aws:lambda:${region}:${account}:function:breakglass-${target}-end`;
}

export function schedulerRoleArn(account: string, target: string): string {
  return `arn:aws:iam::${account}:role/breakglass-system/${target}/scheduler`;
}

export function deadLettersArn(account: string, region: string, target: string): string {
  return `arn:aws:sqs:${region}:${account}:breakglass-${target}-dead-letters`;
}

/** Terraform's local names begin with a letter; a grant's id begins with a digit. */
export function resourceName(grant: string, part: string): string {
  return `grant-${grant}-${part}`;
}

/** What makes two openings the same: identical needs of several grants are one rule. */
export type OpeningKey = {
  readonly securityGroup: string;
  readonly protocol: string;
  readonly port: number;
  readonly range: string;
};

/** Ten hexadecimal digits that stand for an opening where there is little room: tags and Terraform names. */
export function openingId(key: OpeningKey): string {
  const text = [key.securityGroup, key.protocol, key.port, key.range].join(' ');
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** A login is drawn at random by `apply`: it says nothing about the person and is never used again. */
export function loginName(random: Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return `bg_${[...random.slice(0, 10)].map((byte) => alphabet[byte % alphabet.length]).join('')}`;
}
