import { ref } from 'vue';

/** What a screen reader is told next; shown by the live region in `App.vue`. */
export const announcement = ref('');

/** Says a sentence politely, also when it is the same as the last one. */
export function announce(sentence: string): void {
  announcement.value = announcement.value === sentence ? `${sentence}\u00A0` : sentence;
}
