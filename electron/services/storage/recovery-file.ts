import { join } from 'node:path';
import { z } from 'zod';
import type { RecoveredProject } from '../../../shared/contract';
import { projectSchema } from '../../../shared/project-schema';
import { jsonFile } from './json-file';

const stored = z.record(
  z.string(),
  z.object({ path: z.string().nullable(), project: projectSchema, savedAt: z.iso.datetime() }),
);

/** The unsaved projects, kept while they are being edited, one for each page. */
export interface RecoveryFile {
  keep(page: string, project: RecoveredProject): Promise<void>;
  /**
   * Unsaved work of a page that is gone, the latest first; from now on it is the asking page's. Null when there is
   * none.
   * @param isOpen the work of these pages is not lost
   */
  take(page: string, isOpen: (other: string) => boolean): Promise<RecoveredProject | null>;
  discard(page: string): Promise<void>;
}

export function recoveryFile(directory: string): RecoveryFile {
  const file = jsonFile(join(directory, 'recovery.json'), stored);

  async function change(edit: (kept: Map<string, RecoveredProject>) => void): Promise<void> {
    await file.update((before) => {
      const kept = new Map(Object.entries(before ?? {}));
      edit(kept);
      return Object.fromEntries(kept);
    });
  }

  return {
    keep: (page, project) => change((kept) => kept.set(page, project)),
    discard: (page) => change((kept) => kept.delete(page)),
    async take(page, isOpen) {
      let taken: RecoveredProject | null = null;
      await change((kept) => {
        const [latest] = [...kept]
          .filter(([owner]) => owner === page || !isOpen(owner))
          .sort(([, a], [, b]) => (a.savedAt < b.savedAt ? 1 : -1));
        if (latest === undefined) return;
        const [owner, project] = latest;
        kept.delete(owner);
        kept.set(page, project);
        taken = project;
      });
      return taken;
    },
  };
}
