/** Starts moto, says where it is, and waits: to be killed by a test. */
import { startMoto } from '../../src/local/moto.ts';

const moto = await startMoto('111122223333');
process.stdout.write(`${JSON.stringify({ pid: moto.pid, endpoint: moto.endpoint })}\n`);
setInterval(() => undefined, 1000);
