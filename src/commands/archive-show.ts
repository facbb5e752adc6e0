/** `archive show`: the story of one grant, with plans and logs found by their digests. */
import { dayOfId } from '../grant/lifetime.ts';
import type { Store } from '../ports.ts';
import { Outage } from '../problem/outage.ts';
import { demandArchiveOf } from '../steps/archive/open-archive.ts';
import { listGrants } from '../steps/archive/read-records.ts';
import { type Story, showStory } from '../steps/archive/show-story.ts';
import { renderStory, storyObject } from '../view/story.ts';
import { chooseIds } from './choose-ids.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { endingRoot } from './root.ts';
import { openTargetStore } from './target-store.ts';

export async function archiveShow(id: string, { target = '' }: Options, context: Context): Promise<Exit> {
  const { folder, view } = context;
  const { store } = await openTargetStore(endingRoot(folder), target, context);
  await demandArchiveOf(store, target);
  const story = (await storyOfWholeId(store, id)) ?? (await storyOfPart(store, id));
  for (const fault of story.faults) view.warning(`not whole: ${fault}`);
  view.object('archive show', { target, ...storyObject(story) });
  view.result(renderStory(story, view.colours));
  return story.faults.length === 0 ? exit.done : exit.failed;
}

/** A grant that was refused has entries and no record, so no listing of records names it. */
async function storyOfWholeId(store: Store, id: string): Promise<Story | undefined> {
  return dayOfId(id) === undefined ? undefined : showStory(store, id);
}

async function storyOfPart(store: Store, id: string): Promise<Story> {
  const known = [...(await listGrants(store)).keys()];
  const [grant = id] = chooseIds([id], known, (one) => one);
  const story = await showStory(store, grant);
  if (story) return story;
  throw new Outage(`no entry of the log is about ${grant}`, {
    hint: 'its records are not in the log; run `breakglass archive verify`',
  });
}
