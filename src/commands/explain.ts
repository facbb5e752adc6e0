/**
 * `explain`: what one grant gives, in sentences. From the files, and from its warrant where an
 * archive lies in this folder; another is asked only when its target is named. Changes nothing.
 */
import { checkFiles } from '../grant/check.ts';
import { at } from '../grant/lifetime.ts';
import { isPast } from '../grant/rules/opening.ts';
import { readWorkTree } from '../outside/files.ts';
import { explanationOf, markdownOf, renderExplanation } from '../view/explain.ts';
import { plural } from '../view/words.ts';
import { meantIds, writtenIds } from './choose-ids.ts';
import type { Context } from './context.ts';
import { type Exit, exit } from './exit.ts';
import type { Options } from './options.ts';
import { recordsOf } from './records-of.ts';
import { endingRoot } from './root.ts';
import { told } from './told.ts';

export async function explain(word: string, { target, markdown }: Options, context: Context): Promise<Exit> {
  const { view } = context;
  const now = context.clock.now();
  const root = endingRoot(context.folder);
  const files = readWorkTree(root);
  const checked = checkFiles(files);
  const archives = await recordsOf(root, target, context);
  const past = new Set(
    checked.written.grants
      .filter(({ value }) => isPast({ notAfter: at(value.notAfter) }, now))
      .map(({ value }) => value.id),
  );
  const known = [...new Set([...writtenIds(files), ...archives.ids])].sort();
  const [id = word] = meantIds(
    [word],
    known.filter((one) => !past.has(one)),
    known,
  );
  const record = await archives.of(id);
  const all = told({ id, record, checked, now });
  if (!all?.ok) {
    const problems = all?.problems ?? checked.problems;
    view.problems(problems);
    view.note(`not explained, because of these problems: ${id}`);
    view.object('explain', { grant: id, explanation: null, problems });
    return all === undefined ? exit.files : exit.refused;
  }
  const broken = checked.faulty.length;
  if (broken > 0) view.warning(`${plural(broken, 'file')} cannot be relied on; see \`breakglass validate\``);
  const explanation = explanationOf(all.value);
  view.object('explain', { grant: id, explanation, problems: checked.problems });
  view.result(markdown ? markdownOf(explanation) : renderExplanation(explanation, view));
  return exit.done;
}
