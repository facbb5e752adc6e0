/** The steps of a drill as they are shown: a number, a title, what was proven, and how long it took. */
import { once } from 'node:events';
import type { Clock } from '../../ports.ts';
import { safe } from '../../view/safe.ts';
import type { View } from '../../view/view.ts';

export type Shown = {
  readonly title: string;
  readonly milliseconds: number;
  readonly proven: readonly string[];
};

export type Steps = {
  /** Runs one step; what it returns stands under its title. Throws what the step throws. */
  step(title: string, run: () => Promise<readonly string[]>): Promise<void>;
  readonly shown: readonly Shown[];
};

/** `clock` measures; it is the machine's, not the drill's that jumps. After an interrupt no step begins. */
export function openSteps(view: View, clock: Clock, interrupted: AbortSignal): Steps {
  const shown: Shown[] = [];
  const stopped = failsAt(interrupted);
  stopped.catch(() => undefined);
  return {
    shown,
    async step(title, run) {
      interrupted.throwIfAborted();
      const began = clock.now();
      const stillSaid = whileItLasts(() => view.progress(`still at: ${title}`));
      const proven = await Promise.race([run(), stopped]).finally(stillSaid.end);
      const milliseconds = clock.now() - began;
      shown.push({ title, milliseconds, proven });
      const { bold, dim } = view.colours;
      const number = String(shown.length).padStart(2);
      view.result(
        `${dim(number)}  ${bold(title.padEnd(56))}${dim(`${(milliseconds / 1000).toFixed(1).padStart(6)} s`)}`,
      );
      for (const line of proven) view.result(`      ${safe(line)}`);
    },
  };
}

async function failsAt(interrupted: AbortSignal): Promise<never> {
  await once(interrupted, 'abort');
  throw interrupted.reason;
}

/** Terraform takes half a minute for its work: whoever waits sees after two seconds, and then now and again, that it goes on. */
function whileItLasts(say: () => void): { end(): void } {
  const again = () => {
    say();
    timer = setTimeout(again, 10_000);
  };
  let timer = setTimeout(again, 2_000);
  return { end: () => clearTimeout(timer) };
}
