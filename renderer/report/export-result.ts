import type { Response } from '../../shared/contract';
import { texts } from '../texts/en';
import type { AsyncState } from '../ui/async-state';
import { decodeBase64, download } from '../ui/browser-files';
import { useApp } from '../wizard/app';

/** Says where an export went, and hands it to the browser's downloads where there is no native dialog. */
export function useExportResult(): (state: AsyncState<Response<'report.export'>>) => void {
  const app = useApp();
  return (state) => {
    if (state.kind === 'error') app.fail(state.failure);
    if (state.kind !== 'done') return;
    const result = state.value;
    if (result.kind === 'saved') app.say(texts.report.savedTo(result.path));
    if (result.kind !== 'download') return;
    download(new Blob([decodeBase64(result.base64)], { type: result.mimeType }), result.fileName);
    app.say(texts.report.downloaded(result.fileName));
  };
}
