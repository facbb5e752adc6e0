/** What becomes of a command whose words nobody can take: it works on, and the loss is said at its end. */
import { machineClock } from '../outside/clock.ts';
import { systemOutage } from '../outside/system-errors.ts';
import { openView } from '../view/view.ts';
import { type Exit, exit, worstOf } from './exit.ts';

type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** A full disk behind `> file` must not break off a cut half way; a reader that has seen enough (`| head`) is no loss. */
export function watchOutput({ stdout, stderr }: Streams): { end(code: Exit): Promise<Exit> } {
  let lost: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error;
  });
  stderr.on('error', () => undefined);
  return {
    async end(code) {
      await new Promise((resolve) => stdout.write('', resolve));
      if (lost === undefined) return code;
      const { message, hint = '' } = systemOutage('what this command prints cannot be written', lost);
      const view = openView({ stdout, stderr, clock: machineClock, json: false, colour: false });
      view.failure(null, { kind: 'failed', error: { message, hint } });
      return code === exit.interrupted ? code : worstOf([code, exit.failed]);
    },
  };
}
