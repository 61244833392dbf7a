import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ServerConnection } from '../../shared/connection';
import { parseConnectionUrl } from '../../shared/connection-url';
import type { Colour, ConnectRequest, SavedConnection } from '../../shared/contract';
import { UserMigrationError } from '../../shared/failure';
import type { Failure } from '../../shared/failure';
import { emptyDraft, emptySecrets, fromDraft, secretsOf, toDraft } from './connection-draft';

/** What starts like a URL, or has a line of Mendix's database settings. */
const CONNECTION_TEXT =
  /^\s*(?:jdbc:[a-z]+:|[a-z]+:\/\/|(?:export\s+)?DATABASE_(?:URL|ENDPOINT)\b)|Database(?:Type|Host|Name|UserName|JdbcUrl)\b/i;

/** The connection form. Lives as long as the window, so that going on and back loses nothing typed. */
export const useConnectionForm = defineStore('connection-form', () => {
  const draft = ref(emptyDraft());
  const secrets = ref(emptySecrets());
  /** The saved connection that the form was filled from; its secrets are used where none are typed. */
  const savedId = ref<string | null>(null);
  const hasSavedSecrets = ref(false);
  const name = ref('');
  const colour = ref<Colour>('none');
  const pasteFailure = shallowRef<Failure | null>(null);
  const pasted = ref(false);

  function fill(connection: ServerConnection): void {
    draft.value = toDraft(connection);
    secrets.value = emptySecrets();
    savedId.value = null;
    hasSavedSecrets.value = false;
    pasteFailure.value = null;
    pasted.value = false;
  }

  function use(saved: SavedConnection): void {
    fill(saved.connection);
    savedId.value = saved.id;
    hasSavedSecrets.value = saved.hasSecrets;
    name.value = saved.name;
    colour.value = saved.colour;
  }

  /** @returns whether the text was taken; any other text is for the field it was pasted into */
  function paste(text: string): boolean {
    if (!CONNECTION_TEXT.test(text)) return false;
    try {
      const { connection, password } = parseConnectionUrl(text);
      fill({ ...connection, production: draft.value.production });
      secrets.value.password = password ?? '';
      pasted.value = true;
    } catch (error) {
      if (!(error instanceof UserMigrationError)) throw error;
      pasteFailure.value = error.toFailure();
    }
    return true;
  }

  function request(acceptHostKey?: string): ConnectRequest {
    return {
      connection: fromDraft(draft.value),
      secrets: secretsOf(secrets.value),
      savedId: savedId.value ?? undefined,
      acceptHostKey,
    };
  }

  return {
    draft,
    secrets,
    savedId,
    hasSavedSecrets,
    name,
    colour,
    pasteFailure,
    pasted,
    fill,
    use,
    paste,
    request,
  };
});
