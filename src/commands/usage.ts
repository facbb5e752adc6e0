/** What was typed and cannot be run: exit code 2, with a pointer to the command's help. */
import { CommanderError } from 'commander';

export function unusable(message: string): CommanderError {
  return new CommanderError(2, 'breakglass.unusable', message);
}
