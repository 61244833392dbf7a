import type { CommandContext } from '../command-context';
import { withConnection } from '../connect';
import { EXIT } from '../exit-code';
import { inspection, inspectionText } from '../text/inspection';

/** Mendix version, id scheme and the user entities as a tree. */
export function inspect({ output, connect }: CommandContext): Promise<number> {
  return withConnection(connect, null, ({ open: { index } }) => {
    output.result(inspectionText(index), inspection(index));
    return Promise.resolve(EXIT.done);
  });
}
