/** The machine's source of chance. What must repeat in a test is handed bytes instead. */
import { randomBytes } from 'node:crypto';

export function machineRandom(count: number): Uint8Array {
  return randomBytes(count);
}
