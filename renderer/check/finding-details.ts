import { shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { UserDetails } from '../../shared/contract';
import type { Finding } from '../../shared/findings';
import type { Project } from '../../shared/project';
import { useConnection } from '../connect/connection';

const OBJECT_ID = /^\d{6,19}$/;
/** What these findings are about is a value of each user, which is shown with the name. */
const ABOUT_VALUES: ReadonlySet<string> = new Set([
  'value-too-long',
  'character-not-storable',
  'duplicate-value',
  'required-empty',
  'data-loss',
]);

/** Who the examples of findings are, by object id and attribute; empty until it is known. */
export type FindingDetails = ReadonlyMap<string, UserDetails>;

/**
 * Asks who the users are that findings give as examples by object id. For the screen only: neither reports nor the
 * log have their names.
 */
export function useFindingDetails(
  findings: () => readonly Finding[],
  project: () => Project,
): ShallowRef<FindingDetails> {
  const connection = useConnection();
  const details = shallowRef<FindingDetails>(new Map());

  async function load(): Promise<void> {
    const wanted = new Map<string | null, Set<string>>();
    for (const finding of findings()) {
      const attribute = attributeOf(finding, project());
      const ids = wanted.get(attribute) ?? new Set<string>();
      for (const example of finding.examples) if (OBJECT_ID.test(example)) ids.add(example);
      if (ids.size > 0) wanted.set(attribute, ids);
    }
    const found = new Map<string, UserDetails>();
    for (const [attribute, ids] of wanted) {
      const answer = await connection.ask('users.describe', { ids: [...ids], attribute });
      if (!answer.ok) continue;
      for (const user of answer.value) found.set(detailKey(user.id, attribute), user);
    }
    details.value = found;
  }

  watch(findings, () => void load(), { immediate: true });
  return details;
}

export function detailKey(id: string, attribute: string | null): string {
  return `${id} ${attribute ?? ''}`;
}

/** The source attribute whose values the finding is about; null where it is about the users themselves. */
export function attributeOf({ code, step, subject }: Finding, project: Project): string | null {
  if (!ABOUT_VALUES.has(code) || !subject.includes('/')) return null;
  const mapping =
    step === null ? undefined : project.steps[step]?.attributes.find(({ target }) => target === subject);
  if (mapping === undefined) return subject;
  return 'source' in mapping ? mapping.source : null;
}
