import { usePreferredDark, useStorage } from '@vueuse/core';
import { computed, watchEffect } from 'vue';
import type { ComputedRef, Ref } from 'vue';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme that the user chose, kept over restarts, put on `<html data-theme>`. */
export function useTheme(): { theme: Ref<Theme>; shown: ComputedRef<'light' | 'dark'> } {
  const theme = useStorage<Theme>('user-migration.theme', 'system');
  const prefersDark = usePreferredDark();
  const shown = computed(() => {
    if (theme.value === 'system') return prefersDark.value ? 'dark' : 'light';
    return theme.value;
  });
  watchEffect(() => {
    document.documentElement.dataset.theme = shown.value;
  });
  return { theme, shown };
}
