/**
 * The SDK writes keys of its schemas as `[_xN]: …`, which may have effects as far as a bundler
 * knows: all two thousand schemas of EC2 would be loaded for the three that are used.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Writes such keys as the text that the constant of that name holds. */
export const literalKeys: Plugin = {
  name: 'literal-keys',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/].*\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const values = new Map(
          [...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name = '', value = '']) => [
            name,
            value,
          ]),
        );
        return {
          contents: text.replaceAll(/\[(_\w+)\]:/g, (key, name) => `${values.get(name) ?? key}:`),
          loader: 'js',
        };
      },
    );
  },
};
