/** `synth`: the preview of every target, by the same app that `cdktf synth` runs. */
import { resolve } from 'node:path';
import { findRoot, outputFolder } from '../outside/files.ts';
import { runApp } from '../outside/terraform/app.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';

export async function synth({ out = 'cdktf.out' }: Options, context: Context): Promise<Exit> {
  const root = findRoot(context.folder);
  const folder = outputFolder(resolve(context.folder, out), 'manifest.json');
  context.begin();
  const { exitCode, log } = await runApp({ folder: root, out: folder, interrupted: context.interrupted });
  if (log !== '') context.view.note(log.trimEnd());
  const ok = exitCode === 0;
  context.view.object('synth', { ok, folder });
  if (ok || exitCode === exit.files)
    context.view.result(`wrote a preview to ${folder}; it cannot be applied`);
  return ok ? exit.done : exitCode === exit.files ? exit.files : exit.failed;
}
