/** The failures that have a known remedy, by the names that the SDK, AWS or Node give them. */

import type { ProblemCode } from '../../problem/codes/codes.ts';

export type Reason = { readonly says: string; readonly hint?: string; readonly code?: ProblemCode };

const signIn = 'BG0708';

export const reasons: readonly (Reason & {
  readonly names: readonly string[];
  readonly kind?: 'unreachable' | 'quoted';
})[] = [
  {
    names: ['CredentialsProviderError', 'TokenProviderError'],
    code: signIn,
    says: 'there are no AWS credentials here that can be used',
    hint: 'sign in (`aws sso login`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  {
    names: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
    code: signIn,
    says: 'the AWS credentials have run out',
    hint: 'sign in again (`aws sso login`), or take fresh keys',
  },
  {
    names: [
      'InvalidClientTokenId',
      'UnrecognizedClientException',
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
      'IncompleteSignature',
      'AuthFailure',
      'MissingAuthenticationToken',
      'MissingAuthenticationTokenException',
    ],
    code: signIn,
    says: 'AWS does not accept these credentials',
    hint: 'see which keys are set (AWS_PROFILE, AWS_ACCESS_KEY_ID) and whether the clock of this machine is right',
  },
  {
    names: ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized'],
    kind: 'quoted',
    says: 'the caller may not do this',
    hint: 'the role of the caller needs {call}; a policy of the organization may forbid it too',
  },
  {
    names: [
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'RequestLimitExceeded',
      'TooManyRequestsException',
    ],
    says: 'AWS asks to be called less often, and went on asking',
    hint: 'run it again in a minute',
  },
  {
    names: ['TimeoutError', 'AbortError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'],
    says: 'no whole answer in the time allowed',
    hint: 'run it again; if it stays so, see whether this machine reaches AWS',
  },
  {
    names: [
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'EPROTO',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    kind: 'unreachable',
    says: '',
  },
];
