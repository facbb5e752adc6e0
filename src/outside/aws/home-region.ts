/** The region that the environment or the profile of the caller names, as every AWS tool finds it. */

import { quietSdk } from './connection.ts';

/** Where neither names one: S3 says where a bucket is, and STS answers for every region. */
const anywhere = 'us-east-1';

export async function homeRegion(): Promise<string> {
  quietSdk();
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch {
    return anywhere;
  } finally {
    client.destroy();
  }
}
