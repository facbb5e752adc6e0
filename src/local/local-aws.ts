/** An AWS of one's own on this machine: moto, seen through a clock that can be moved. */
import type { Clock } from '../ports.ts';
import { startClockProxy } from './clock-proxy.ts';
import { startMoto } from './moto.ts';

export type LocalAws = {
  readonly endpoint: string;
  /** For Terraform and for other tools that should see this AWS: nothing of the machine's own AWS settings gets through. */
  readonly environment: { readonly [name: string]: string };
  /** Can be called again. */
  stop(): Promise<void>;
};

/** `account` is the one account there is. Throws `Outage` when moto cannot be started. */
export async function startLocalAws(options: {
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
}): Promise<LocalAws> {
  const moto = await startMoto(options.account);
  try {
    const proxy = await startClockProxy(moto.endpoint, options.clock);
    return {
      endpoint: proxy.endpoint,
      environment: environmentOf(proxy.endpoint, options.region),
      stop: async () => {
        await Promise.all([proxy.stop(), moto.stop()]);
      },
    };
  } catch (error) {
    await moto.stop();
    throw error;
  }
}

function environmentOf(endpoint: string, region: string) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
