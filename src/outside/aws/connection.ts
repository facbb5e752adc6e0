/**
 * How every AWS client of ours is set up and asked: region, credentials, endpoint, limits in time.
 * No service's calls may be in here.
 */
import { Outage } from '../../problem/outage.ts';
import { outageOf, type Question } from './failure.ts';

/** Keys to sign with. Without them the SDK looks where every AWS tool looks: environment, profile, role. */
type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Milliseconds. `request` bounds one attempt up to its headers, `call` the whole call with its repetitions. */
type Limits = {
  readonly connect: number;
  readonly request: number;
  readonly call: number;
  readonly attempts: number;
};

export type ConnectionOptions = {
  readonly region: string;
  /** Of a local AWS only. */
  readonly endpoint?: string;
  readonly credentials?: Credentials;
  readonly environment?: { readonly [name: string]: string | undefined };
  readonly limits?: Limits;
};

export type Connection = {
  /** What the constructor of every client gets. */
  readonly settings: ReturnType<typeof settingsOf>;
  readonly region: string;
  /** Undefined for an answer whose error is in `question.absent`; every other failure is an `Outage`. */
  ask<T>(
    question: Question,
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T | undefined>;
};

const patient: Limits = { connect: 3_000, request: 10_000, call: 40_000, attempts: 4 };

/** Throws `Outage` when the environment would send the calls of a real target to another place. */
export function connect(options: ConnectionOptions): Connection {
  const environment = options.environment ?? process.env;
  if (options.endpoint === undefined) refuseOtherEndpoint(environment);
  quietSdk();
  const limits = options.limits ?? patient;
  return {
    settings: settingsOf(options, limits),
    region: options.region,
    async ask(question, send) {
      try {
        return await send({ abortSignal: AbortSignal.timeout(limits.call) });
      } catch (error) {
        if (error instanceof Error && question.absent?.includes(error.name)) return undefined;
        throw outageOf(error, question, options.endpoint);
      }
    },
  };
}

/** The SDK warns on stderr that later versions of it will need a newer Node; ours is pinned. */
export function quietSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
}

/** An attacker who can set a variable must not be able to answer in AWS's place. */
function refuseOtherEndpoint(environment: NonNullable<ConnectionOptions['environment']>): void {
  const name = Object.keys(environment).find(
    (key) => /^AWS_ENDPOINT_URL(_[A-Z0-9_]+)?$/.test(key) && environment[key] !== '',
  );
  if (name === undefined) return;
  throw new Outage(
    `${name} is set, and this target is not a local one: its calls go to AWS and nowhere else`,
    { code: 'BG0709', hint: `run it again without ${name}` },
  );
}

function settingsOf(options: ConnectionOptions, limits: Limits) {
  return {
    region: options.region,
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connect,
      requestTimeout: limits.request,
      // Without this the SDK only logs that the time is up, and goes on waiting.
      throwOnRequestTimeout: true,
      // `requestTimeout` ends with the headers: a body that stops half way needs its own limit.
      socketTimeout: limits.request,
    },
    ...(options.endpoint === undefined ? remote(options) : local(options, options.endpoint)),
  };
}

/** A profile in ~/.aws/config may name an endpoint too. */
function remote(options: ConnectionOptions) {
  return {
    ignoreConfiguredEndpointUrls: true,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
  };
}

/** Real keys never go to a local AWS, and nothing of the machine's AWS settings may disturb it. */
function local(options: ConnectionOptions, endpoint: string) {
  return {
    endpoint,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    credentials: options.credentials ?? { accessKeyId: 'local', secretAccessKey: 'local' },
  };
}
