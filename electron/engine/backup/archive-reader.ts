import { plural } from '../../../shared/wording';
import type { ArchiveEntry, ArchiveHeader } from './archive';
import { DATA_BLOCK, LARGE_OBJECTS_BLOCK } from './archive';
import { ArchiveBlock } from './archive-block';
import { cutOff } from './backup-error';
import type { ByteReader } from './byte-reader';
import { readContents } from './read-contents';

/** An archive of pg_dump in custom format, read from its beginning to its end. */
export class ArchiveReader {
  private readonly entryOf: Map<number, ArchiveEntry>;
  private readonly missing: Set<number>;
  private current: ArchiveBlock | null = null;

  private constructor(
    private readonly reader: ByteReader,
    readonly header: ArchiveHeader,
    readonly entries: readonly ArchiveEntry[],
    /** Header and number of entries, as they are in the file. */
    readonly head: Buffer,
  ) {
    this.entryOf = new Map(entries.map((entry) => [entry.dumpId, entry]));
    this.missing = new Set(entries.filter(({ hasData }) => hasData).map(({ dumpId }) => dumpId));
  }

  /** @throws UserMigrationError for a file that is no such archive, see {@link readContents} */
  static async open(reader: ByteReader): Promise<ArchiveReader> {
    const { header, entries, head } = await readContents(reader);
    return new ArchiveReader(reader, header, entries, head);
  }

  /**
   * The next block of data, null at the end. What was not read of the one before is read over.
   * @throws UserMigrationError `backup-damaged`, `backup-cut-off` where blocks are missing at the end
   */
  async nextBlock(): Promise<ArchiveBlock | null> {
    await this.current?.skip();
    this.current = null;
    if (!(await this.reader.fill(1))) {
      const [first] = this.missing;
      if (first === undefined) return null;
      const tag = this.entryOf.get(first)?.tag ?? '';
      throw cutOff(
        `The data of ${plural(this.missing.size, 'entry', 'entries')} is missing, among them ${tag}.`,
      );
    }
    const place = this.reader.position;
    const { value } = await this.reader.read((cursor) => {
      const type = cursor.byte();
      if (type !== DATA_BLOCK && type !== LARGE_OBJECTS_BLOCK)
        throw cursor.wrong('no data of an entry begin');
      const entry = this.entryOf.get(cursor.int());
      if (entry === undefined || !this.missing.delete(entry.dumpId)) {
        throw cursor.wrong('data follow that belong to no entry');
      }
      return { type, entry };
    });
    this.current = new ArchiveBlock(value.type, value.entry, place, this.reader, this.header.compression);
    return this.current;
  }
}
