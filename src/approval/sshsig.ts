/**
 * Reads an SSH signature (OpenSSH, PROTOCOL.sshsig and PROTOCOL.u2f). It proves nothing: ssh-keygen
 * does. It only says what ssh-keygen does not: which key signed, and whether the key was touched or
 * asked for its PIN. To be called on the very bytes that ssh-keygen has found good.
 */
import type { Factor } from './evidence.ts';

export type SshSignature = {
  /** As in a `.pub` file: type and body. */
  readonly key: string;
  readonly namespace: string;
  readonly hash: string;
  readonly factor: Factor;
};

/** Undefined for bytes that are anything else, or more. */
export function readSshSignature(armored: string): SshSignature | undefined {
  const body = armored.split('\n').slice(1, -2).join('');
  const bytes = Buffer.from(body, 'base64');
  const read = readerOf(bytes);
  if (read.bytes(6).toString('latin1') !== 'SSHSIG' || read.number() !== 1) return undefined;
  const key = read.field();
  const namespace = read.field().toString('utf8');
  const reserved = read.field();
  const hash = read.field().toString('latin1');
  const signature = read.field();
  // Base64 has many spellings that a lenient reader takes; ssh-keygen and we must see the same bytes.
  const cut = read.broken() || bytes.toString('base64') !== body;
  if (cut || reserved.length > 0 || !hashes.includes(hash)) return undefined;
  const { type, application } = readKey(key);
  const factor = hardware.includes(type) ? factorOf(signature, application) : 'software';
  return factor && { key: `${type} ${key.toString('base64')}`, namespace, hash, factor };
}

const hashes = ['sha256', 'sha512'];
const hardware = ['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'];

/** Type, curve of ECDSA, public part and, of hardware, what the key was made for. */
function readKey(key: Buffer): { readonly type: string; readonly application: string } {
  const read = readerOf(key);
  const type = read.field().toString('latin1');
  if (type === hardware[1]) read.field();
  read.field();
  return { type, application: read.field().toString('latin1') };
}

/** A key made for a web site could have been touched to sign in there. */
function factorOf(signature: Buffer, application: string): Factor | undefined {
  const read = readerOf(signature);
  read.field();
  read.field();
  const [flags = 0] = read.bytes(1);
  read.number();
  if (read.broken() || !application.startsWith('ssh:')) return undefined;
  if ((flags & touched) === 0) return 'software';
  return (flags & verified) === 0 ? 'touch' : 'pin';
}

const touched = 1;
const verified = 4;

type Reader = {
  bytes(count: number): Buffer;
  number(): number;
  field(): Buffer;
  /** Something was cut off, or is left over. */
  broken(): boolean;
};

/** What is not there reads as empty, and as broken at the end. */
function readerOf(bytes: Buffer): Reader {
  let at = 0;
  const take = (count: number) => {
    at += count;
    return bytes.subarray(at - count, at);
  };
  const number = () => {
    const four = take(4);
    return four.length === 4 ? four.readUInt32BE() : 0;
  };
  return { bytes: take, number, field: () => take(number()), broken: () => at !== bytes.length };
}
