/** The bucket of a state in a local AWS: made, looked into, and given a foreign lock. */
import { randomUUID } from 'node:crypto';
import { formatInstant, type Instant } from '../../src/grant/lifetime.ts';
import { stateBucket } from '../../src/grant/names.ts';

export type StateBucket = Awaited<ReturnType<typeof makeStateBucket>>;

type Home = { readonly target: string; readonly account: string; readonly region: string };

const lockKey = 'terraform.tfstate.tflock';

export async function makeStateBucket(endpoint: string, { target, account, region }: Home) {
  const bucket = `${endpoint}/${stateBucket(account, target)}`;
  const signed = `AWS4-HMAC-SHA256 Credential=local/20261122/${region}/s3/aws4_request, SignedHeaders=host, Signature=x`;
  const ask = (method: string, path: string, body?: string) =>
    fetch(bucket + path, {
      method,
      headers: { authorization: signed, 'content-type': 'application/octet-stream' },
      ...(body === undefined ? {} : { body }),
    });
  const place = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  const made = await ask('PUT', '', place);
  // 409: it is furnished with one already.
  if (!made.ok && made.status !== 409) throw new Error(`${bucket} was not made`);
  return {
    /** Keys of all objects, sorted. */
    async keys(): Promise<string[]> {
      const text = await (await ask('GET', '?list-type=2')).text();
      return [...text.matchAll(/<Key>([^<]+)/g)].map(([, key]) => String(key)).sort();
    },
    async text(key: string): Promise<string> {
      return (await ask('GET', `/${key}`)).text();
    },
    async remove(key: string): Promise<void> {
      await ask('DELETE', `/${key}`);
    },
    /** The lock as it stands; undefined when there is none. */
    async lock(): Promise<{ readonly ID: string; readonly Who: string } | undefined> {
      const answer = await ask('GET', `/${lockKey}`);
      return answer.ok ? JSON.parse(await answer.text()) : undefined;
    },
    /** A run on another machine locks the state; returns the lock's id. */
    async lockFrom(who: string, created: Instant): Promise<string> {
      const [ID, Created] = [randomUUID(), formatInstant(created)];
      const lock = {
        ID,
        Operation: 'OperationTypeApply',
        Info: '',
        Who: who,
        Version: '1.11.4',
        Created,
        Path: '',
      };
      if (!(await ask('PUT', `/${lockKey}`, JSON.stringify(lock))).ok) throw new Error('no lock was put');
      return ID;
    },
  };
}
