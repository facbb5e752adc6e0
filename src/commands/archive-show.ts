/** `archive show`: the story of one grant, with plans and logs found by their digests. */
import { findRoot } from '../outside/files.ts';
import { listGrants } from '../steps/archive/read-records.ts';
import { showStory } from '../steps/archive/show-story.ts';
import { renderStory, storyObject } from '../view/story.ts';
import { chooseIds } from './choose-ids.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import { openTargetStore } from './open-world.ts';
import type { Options } from './options.ts';

export async function archiveShow(id: string, { target = '' }: Options, context: Context): Promise<Exit> {
  const store = openTargetStore(findRoot(context.folder), target);
  const [grant = id] = chooseIds([id], [...(await listGrants(store)).keys()], (one) => one);
  const story = await showStory(store, grant);
  if (!story) {
    context.view.object('archive show', {
      target,
      grant,
      entries: [],
      faults: ['no entry of the log is about it'],
    });
    context.view.note(`no entry of the log is about ${grant}`);
    return exit.failed;
  }
  for (const fault of story.faults) context.view.note(`${context.view.colours.red('not whole')}: ${fault}`);
  context.view.object('archive show', { target, ...storyObject(story) });
  context.view.result(renderStory(story, context.view.colours));
  return story.faults.length === 0 ? exit.done : exit.failed;
}
