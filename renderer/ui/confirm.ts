import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

/** A question that stops the user until it is answered. */
export interface Question {
  title: string;
  message: string;
  /** Shown in a fixed-width font: a fingerprint, a path. */
  detail?: string;
  confirm: string;
  cancel?: string;
  /** A third way out, e.g. not to save. */
  alternative?: string;
  tone?: 'normal' | 'danger';
  /** What has the focus at first; the way back where it is not said. */
  focus?: 'cancel' | 'confirm';
  /** The user must type exactly this; for what cannot be taken back. */
  typeToConfirm?: string;
}

export type Choice = 'confirmed' | 'alternative' | 'cancelled';

/** The question on the screen; the dialog, mounted once in `App.vue`, shows it. */
export const openQuestion: ShallowRef<(Question & { answer: (choice: Choice) => void }) | null> =
  shallowRef(null);

/** Asks and waits. A question that is open already is answered with `cancelled`. */
export function confirm(question: Question): Promise<Choice> {
  openQuestion.value?.answer('cancelled');
  return new Promise((resolve) => {
    openQuestion.value = {
      ...question,
      answer: (choice) => {
        openQuestion.value = null;
        resolve(choice);
      },
    };
  });
}
