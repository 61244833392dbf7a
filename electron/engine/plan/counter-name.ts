/** Key of an entity's object sequence among the journal's counters. */
export function objectSequenceCounter(entityId: string): string {
  return `object-sequence:${entityId}`;
}

/** Key of an AutoNumber's sequence among the journal's counters. */
export function autoNumberCounter(attributeId: string): string {
  return `auto-number:${attributeId}`;
}
