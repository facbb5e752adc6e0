/**
 * SSH keys and signatures made here, byte by byte (OpenSSH, PROTOCOL.sshsig and PROTOCOL.u2f): also
 * those of security keys, which nobody has at hand in a test. Such a key is an Ed25519 or P-256 key of
 * node:crypto that says of itself whether it was touched; what a real one adds is that it cannot lie.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export type TestKey = {
  /** Type and body, as in a `.pub` file. */
  readonly line: string;
  readonly blob: Buffer;
  sign(message: Uint8Array, change?: Change): string;
};

/** What to say otherwise than one should. */
export type Change = {
  readonly namespace?: string;
  readonly hash?: string;
  readonly reserved?: string;
  readonly flags?: number;
  readonly version?: number;
  readonly magic?: string;
  /** More bytes behind the end of the signature, or of the part that the key made. */
  readonly behind?: Buffer;
  readonly behindInner?: Buffer;
};

const namespace = 'approval@breakglass.v1';

export function softwareKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const blob = join(field('ssh-ed25519'), field(rawEd25519(publicKey)));
  return keyOf('ssh-ed25519', blob, (data, { behindInner = none }) =>
    join(field('ssh-ed25519'), field(sign(null, data, privateKey)), behindInner),
  );
}

/** `application`: what the key was made for; those of ssh-keygen begin with `ssh:`. */
export function securityKey(kind: 'ed25519' | 'ecdsa' = 'ed25519', application = 'ssh:'): TestKey {
  const pair =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const type = kind === 'ed25519' ? 'sk-ssh-ed25519@openssh.com' : 'sk-ecdsa-sha2-nistp256@openssh.com';
  const own =
    kind === 'ed25519'
      ? [field(rawEd25519(pair.publicKey))]
      : [field('nistp256'), field(pointOf(pair.publicKey))];
  const blob = join(field(type), ...own, field(application));
  return keyOf(type, blob, (data, { flags = 1, behindInner = none }) => {
    const counter = number(7);
    const signed = join(sha256(Buffer.from(application)), Buffer.of(flags), counter, sha256(data));
    const signature =
      kind === 'ed25519' ? sign(null, signed, pair.privateKey) : ecdsa(signed, pair.privateKey);
    return join(field(type), field(signature), Buffer.of(flags), counter, behindInner);
  });
}

function keyOf(type: string, blob: Buffer, make: (data: Buffer, change: Change) => Buffer): TestKey {
  return {
    line: `${type} ${blob.toString('base64')}`,
    blob,
    sign(message, change = {}) {
      const { hash = 'sha512', reserved = '', version = 1, magic = 'SSHSIG', behind = none } = change;
      const named = [field(change.namespace ?? namespace), field(reserved), field(hash)];
      const digest = createHash(hash).update(message).digest();
      const inner = make(join(Buffer.from('SSHSIG'), ...named, field(digest)), change);
      return armor(join(Buffer.from(magic), number(version), field(blob), ...named, field(inner), behind));
    },
  };
}

export function armor(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`;
}

export function unarmored(text: string): Buffer {
  return Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
}

const none = Buffer.alloc(0);

function number(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
}

function field(bytes: Uint8Array | string): Buffer {
  const content = Buffer.from(bytes as Uint8Array);
  return join(number(content.length), content);
}

function join(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function rawEd25519(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32);
}

function pointOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-65);
}

/** Two numbers, each with a zero before it where its first bit is set. */
function ecdsa(data: Buffer, key: KeyObject): Buffer {
  const pair = sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
  return join(...[pair.subarray(0, 32), pair.subarray(32)].map((half) => field(positive(half))));
}

function positive(half: Buffer): Buffer {
  const short = half.subarray(half.findIndex((byte) => byte !== 0));
  return (short[0] ?? 0) < 0x80 ? short : join(Buffer.of(0), short);
}
