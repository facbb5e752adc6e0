/** How the YAML writer writes: `[a, b]`, `{ a: b }`, folded text at 80 columns, everything else on its line. */

import {
  type CollectionTag,
  type Document,
  isCollection,
  isSeq,
  Scalar,
  type ScalarTag,
  type Tags,
  visit,
} from 'yaml';
import { type StringifyContext, stringifyString } from 'yaml/util';

const column = 80;

/** The tags of a schema with our own writing; reading is unchanged. */
export function styleTags(tags: Tags): Tags {
  return tags.map((tag): Tags[number] => {
    if (typeof tag === 'string') return tag;
    // The types give `stringify` to scalars only; the writer asks every tag for it, and a test watches.
    if (tag.collection !== undefined) return { ...tag, stringify: collection } as unknown as CollectionTag;
    return tag.tag === 'tag:yaml.org,2002:str' ? { ...tag, stringify: text } : tag;
  });
}

/** Plain text that its author broke over several lines becomes a folded block, which can be long. */
export function foldLongText(document: Document.Parsed, source: string): void {
  visit(document, {
    Scalar(_, node) {
      const [start, end] = node.range ?? [0, 0];
      const broken = node.type === Scalar.PLAIN && source.slice(start, end).trimEnd().includes('\n');
      if (broken) node.type = Scalar.BLOCK_FOLDED;
    },
  });
}

/** The library folds all kinds of text or none; keys and quoted text are to stay on their line. */
const text: NonNullable<ScalarTag['stringify']> = (item, context, onComment, onChompKeep) => {
  const lineWidth = item.type === Scalar.BLOCK_FOLDED ? column : 0;
  const inside = { ...context, options: { ...context.options, lineWidth } };
  return stringifyString(item as Parameters<typeof stringifyString>[0], inside, onComment, onChompKeep);
};

function collection(
  item: unknown,
  context: StringifyContext,
  onComment?: () => void,
  onChompKeep?: () => void,
): string {
  if (!isCollection(item)) throw new Error('a collection tag writes collections');
  const inside = { ...context, flowCollectionPadding: isSeq(item) ? '' : ' ' };
  return item.toString(inside, onComment, onChompKeep);
}
