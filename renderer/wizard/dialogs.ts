import { shallowRef } from 'vue';

/** The dialog of the window itself that is open; each is mounted once in `App.vue`. */
export const openDialog = shallowRef<'commands' | 'about' | null>(null);
