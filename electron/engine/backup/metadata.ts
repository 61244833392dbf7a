/** What is larger is something else. */
export const MAX_METADATA = 1024 * 1024;

/** The file of a snapshot that tells sizes and versions. */
export function isMetadata(name: string): boolean {
  return name === '.metadata' || name === './.metadata';
}

/** A size in it, in bytes; 0 where it is not told. */
export function sizeIn(metadata: string, name: 'dumpSize' | 'databaseSize'): number {
  return Number(sizePattern(name).exec(metadata)?.[2] ?? 0);
}

/** The same text with sizes that have grown, or shrunk, by so much. What is not told stays so. */
export function withGrowth(metadata: string, growth: { dumpSize: number; databaseSize: number }): string {
  return (['dumpSize', 'databaseSize'] as const).reduce(
    (changed, name) =>
      changed.replace(
        sizePattern(name),
        (_, start: string, size: string) => `${start}${String(Math.max(0, Number(size) + growth[name]))}`,
      ),
    metadata,
  );
}

/** Sizes are texts; a number would do as well. */
function sizePattern(name: string): RegExp {
  return new RegExp(String.raw`("${name}"\s*:\s*"?)(\d{1,15})(?!\d)`);
}
