/** Public SSH keys, one line as in a `.pub` file. */
import { Buffer } from 'node:buffer';
import type { Fault } from '../finding.ts';

const types = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
] as const;

export function sshKey(text: string): Fault | undefined {
  const [type = '', body = '', ...comment] = text.split(' ');
  if (/PRIVATE KEY/.test(text)) {
    return fault(
      'a private key is in the file',
      'private key',
      'replace the key everywhere, at once: it is known now',
    );
  }
  if (!types.some((known) => known === type)) {
    const old = type === 'ssh-rsa' || type === 'ssh-dss';
    return fault(
      old ? `keys of type \`${type}\` are not accepted` : 'this is not a public SSH key',
      old ? 'old type of key' : 'does not begin with a type of key',
      'copy the one line of a .pub file; `ssh-keygen -t ed25519` makes one',
    );
  }
  if (!/^[ -~]*$/.test(comment.join(' '))) {
    return fault('the comment of the key is not plain ASCII', 'see its end', 'shorten the comment');
  }
  if (holdsType(body, type)) return undefined;
  return fault(
    'the key is damaged',
    `not a key of type \`${type}\``,
    'copy the one line of the .pub file again',
  );
}

/** The first field of the key repeats its type (RFC 4253, section 6.6); an ed25519 key has 32 bytes behind it. */
function holdsType(body: string, type: string): boolean {
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('base64') !== body || bytes.length < 4 + type.length) return false;
  const length = bytes.readUInt32BE(0);
  const named = length === type.length && bytes.toString('latin1', 4, 4 + length) === type;
  return named && (type !== 'ssh-ed25519' || bytes.length === 4 + length + 4 + 32);
}

function fault(message: string, label: string, hint: string): Fault {
  return { code: 'BG0137', message, label, hint };
}
