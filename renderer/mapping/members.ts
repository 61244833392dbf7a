import type { ComputedRef } from 'vue';
import type { DomainModelIndex } from '../../shared/domain-model-index';
import type { Suggestion } from '../../shared/mapping/suggest';
import type { Step } from '../../shared/project';
import type { BoardItem, Fit } from './board/board-item';
import type { EditedMapping } from './edited-mapping';
import type { LeftBehind } from './left-behind';
import type { MappingRow } from './mapping-row';

/** The step that is mapped, as the screen is given it. */
export interface MappedStep {
  index: DomainModelIndex;
  position: number;
  step: Step;
}

/** What attributes and associations have in common for the screen that maps them. */
export interface Members {
  items: ComputedRef<{ sources: BoardItem[]; targets: BoardItem[] }>;
  suggestions: ComputedRef<Suggestion[]>;
  rows: ComputedRef<MappingRow[]>;
  left: ComputedRef<LeftBehind[]>;
  /** What is always carried over. */
  always: ComputedRef<string>;
  /** Null where one of the two is not in this database. */
  fitOf: (source: string, target: string) => Fit | null;
  put: (step: Step, mapping: EditedMapping) => Step;
  remove: (step: Step, target: string) => Step;
}
