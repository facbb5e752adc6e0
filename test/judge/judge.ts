/**
 * The judge: what AWS would answer, said by somebody else's evaluator. Nothing of the product is
 * used to decide. It fails loudly where that evaluator would pass over something: a request that it
 * cannot judge, a context key that it leaves out, a date that it reads in another way.
 */
import { getDenialReasons, getGrantReasons, runSimulation } from '@cloud-copilot/iam-simulate';

/** A policy document as AWS gets it. */
export type Policy = { readonly Version: string; readonly Statement: readonly object[] };

export type Context = { readonly [key: string]: string | readonly string[] };

export type Call = {
  /** An IAM user, or a session of a role: `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
  readonly principal: string;
  /** The role of a session: its path does not stand in the session's ARN. */
  readonly role?: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
};

export type Policies = {
  /** Of the principal. */
  readonly identity: readonly Policy[];
  /** Of the resource: a trust policy is that of its role. */
  readonly resource?: Policy | undefined;
  readonly boundary?: Policy | undefined;
};

export type Verdict = {
  readonly allowed: boolean;
  /** Statements that decided, or `nothing allows it`. */
  readonly because: string;
  /** Keys of the request that mean nothing for this action; the judge leaves them out. */
  readonly ignored: readonly string[];
};

/** The judge's answer. Throws when there is none. */
export async function judge({ identity, resource, boundary }: Policies, call: Call): Promise<Verdict> {
  checkDates(call.context);
  const answer = await runSimulation(
    {
      request: {
        principal: call.principal,
        action: call.action,
        resource: { resource: call.resource, accountId: accountOf(call) },
        contextVariables: { ...aboutPrincipal(call), ...mutable(call.context) },
      },
      identityPolicies: identity.map((policy, n) => ({ name: `identity${n}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resource === undefined ? {} : { resourcePolicy: resource }),
      ...(boundary === undefined
        ? {}
        : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
    },
    {},
  );
  if (answer.resultType !== 'single') {
    const why = answer.resultType === 'error' ? JSON.stringify(answer.errors) : 'a wildcard in the request';
    throw new Error(`the judge cannot judge ${call.action} on ${call.resource}: ${why}`);
  }
  const { analysis, ignoredContextKeys: ignored = [] } = answer.result;
  const allowed = answer.overallResult === 'Allowed';
  const names = allowed ? getGrantReasons(analysis).map(nameOf) : getDenialReasons(analysis).map(nameOf);
  return { allowed, because: [...new Set(names)].join(', ') || 'nothing allows it', ignored };
}

/** The same, for a request in which every key must count. */
export async function judgeStrictly(policies: Policies, call: Call): Promise<Verdict> {
  const verdict = await judge(policies, call);
  if (verdict.ignored.length > 0) {
    throw new Error(`${call.action} does not know ${verdict.ignored.join(', ')}`);
  }
  return verdict;
}

/** `arn:aws:iam::ACCOUNT:role/PATH/NAME` for a session. */
function aboutPrincipal({ principal, role }: Call): Record<string, string> {
  const account = principal.split(':')[4] ?? '';
  const session = /:assumed-role\/([^/]+)\/(.+)$/.exec(principal);
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(principal);
  return {
    'aws:PrincipalArn': role ?? (session ? `arn:aws:iam::${account}:role/${session[1]}` : principal),
    'aws:PrincipalAccount': account,
    ...(session ? { 'aws:userid': `AROA5EXAMPLE5EXAMPLE5:${session[2]}` } : {}),
    ...(user ? { 'aws:userid': 'AIDA5EXAMPLE5EXAMPLE5', 'aws:username': user[1] ?? '' } : {}),
  };
}

/** The account that the resource is in; for one without an account, the principal's. */
function accountOf({ principal, resource }: Call): string {
  return resource.split(':')[4] || principal.split(':')[4] || '';
}

/** It compares seconds with milliseconds, in the direction that opens: dates are ISO 8601 or nothing. */
function checkDates(context: Context): void {
  const now = context['aws:CurrentTime'];
  if (context['aws:EpochTime'] !== undefined) throw new Error('the judge misreads aws:EpochTime');
  if (now !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(now))) {
    throw new Error(`the judge would misread ${now}`);
  }
}

function mutable(context: Context): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
}

type Reason = { readonly policyType: string; readonly statementId?: string | undefined };

function nameOf({ policyType, statementId }: Reason): string {
  if (statementId !== undefined) return statementId;
  return policyType === 'identity' ? 'nothing allows it' : policyType;
}
