import { isProduction } from '../../shared/connection';
import { useConnection } from '../connect/connection';
import { useProject } from '../project/project';
import { confirm } from '../ui/confirm';
import type { Question } from '../ui/confirm';

/**
 * Asks before something is written. On production the name of the database must be typed.
 * @returns what the services want to hear, null when the user does not go ahead
 */
export function useConfirmWrite(): (
  question: Question,
) => Promise<{ confirmDatabase: string | null } | null> {
  const connection = useConnection();
  const project = useProject();
  return async (question) => {
    const database = connection.open?.info.database ?? '';
    const ofProject = project.project.connection;
    const production = connection.isProduction || (ofProject !== undefined && isProduction(ofProject));
    const choice = await confirm(
      production ? { ...question, tone: 'danger', typeToConfirm: database } : question,
    );
    return choice === 'confirmed' ? { confirmDatabase: production ? database : null } : null;
  };
}
