/** What somebody types in answer to a question; the question itself is the view's. */
import { createInterface } from 'node:readline';

/** One line; undefined where nobody is at a terminal, or the input ends. */
export async function typedLine(input: NodeJS.ReadStream): Promise<string | undefined> {
  if (!input.isTTY) return undefined;
  const lines = createInterface({ input, terminal: false });
  try {
    for await (const line of lines) return line.trim();
    return undefined;
  } finally {
    lines.close();
    input.pause();
  }
}
