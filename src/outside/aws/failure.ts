/** What went wrong between us and AWS, in words that a tired reader can act on; never with a secret. */
import { Outage } from '../../problem/outage.ts';
import { type Reason, reasons } from './reasons.ts';

/** What was asked. `absent`: names of errors that mean "there is no such thing", which is an answer. */
export type Question = {
  readonly service: string;
  readonly call: string;
  readonly absent?: readonly string[];
};

/** Turns whatever an SDK client threw into an `Outage` that names service, call and reason. */
export function outageOf(error: unknown, question: Question, endpoint: string | undefined): Outage {
  if (error instanceof Outage) return error;
  const { says, hint, code } = reasonOf(error, endpoint);
  return new Outage(`AWS ${question.service} ${question.call}: ${says}`, {
    ...(hint === undefined ? {} : { hint: hint.replace('{call}', `${question.service} ${question.call}`) }),
    ...(code === undefined ? {} : { code }),
  });
}

/**
 * One line, short, and without what could sign a request: an error body may quote the whole
 * request, and whatever answers in AWS's place may put anything into it.
 */
function harmless(text: string): string {
  const line = text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{8,}/g, '[key]')
    .replace(/\beyJ[\w-]{8,}(?:\.[\w-]+)*/g, '[token]')
    .replace(
      /\b((?:X-Amz-)?(?:Signature|Security-?Token|Credential|SecretAccessKey|SessionToken)\W{0,3})[^\s&,;"'<]+/gi,
      '$1[secret]',
    )
    .replace(/(?<![\w/+=-])[A-Za-z0-9/+=]{32,}(?![\w/+=-])/g, '[secret]')
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function reasonOf(error: unknown, endpoint: string | undefined): Reason {
  if (!(error instanceof Error)) return { says: 'failed without saying why' };
  const names = [error.name, codeOf(error)];
  const known = reasons.find((entry) => entry.names.some((name) => names.includes(name)));
  if (known?.kind === 'unreachable') return unreachable(error, endpoint);
  if (known?.kind === 'quoted') return { ...known, says: `${known.says} (${harmless(error.message)})` };
  return known ?? unknown(error, endpoint);
}

function unreachable(error: Error, endpoint: string | undefined): Reason {
  return endpoint === undefined
    ? {
        says: `AWS could not be reached (${codeOf(error)})`,
        hint: "see this machine's network, and the target's region in the estate",
      }
    : {
        says: `nothing answers at ${endpoint} (${codeOf(error)})`,
        hint: 'start the local AWS again: it has ended, or the endpoint is wrong',
      };
}

/** Any other answer: its name and, where it seems to come from AWS, its words. */
function unknown(error: Error, endpoint: string | undefined): Reason {
  const status = statusOf(error);
  if (error.name === 'SyntaxError' || /deserializ|pars/i.test(error.message)) {
    const place = endpoint === undefined ? 'AWS' : endpoint;
    return {
      says: `what answers at ${place} does not answer as AWS does${status === undefined ? '' : ` (status ${status})`}`,
      hint: 'see whether a proxy or another program answers there',
    };
  }
  const answer = status === undefined ? error.name : `${status} ${error.name}`;
  const hint =
    status !== undefined && status >= 500
      ? 'AWS itself has a fault; running the same command again is safe'
      : 'if it stays so, show these words to whoever runs the account';
  return { says: `${harmless(answer)}: ${harmless(error.message)}`, hint };
}

function codeOf(error: Error): string {
  const holder = error as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof holder.code === 'string') return holder.code;
  return holder.cause instanceof Error ? codeOf(holder.cause) : error.name;
}

function statusOf(error: Error): number | undefined {
  const metadata = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata;
  return metadata?.httpStatusCode;
}
