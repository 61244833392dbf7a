import type { IdScheme } from '../../../shared/domain-model';

/** The largest object id of exactly one entity, and what the entity's counter says. All decimal strings. */
export interface IdWitness {
  entity: string;
  id: string;
  objectSequence: string;
}

/** An object id is `shortId << 48 | low48`, and in the newer scheme the lowest 7 bits are random. */
const LOW_BITS = 48n;
const RANDOM_BITS = 7n;

const RANDOMIZED_SINCE = { major: 9, minor: 15 };

/** First id of an entity's type, and the first of the next one. */
export function idRange(shortId: number): { from: string; to: string } {
  return { from: String(BigInt(shortId) << LOW_BITS), to: String(BigInt(shortId + 1) << LOW_BITS) };
}

/** The smallest object id with this sequence number. */
export function smallestId(shortId: number, sequence: bigint, scheme: IdScheme): bigint {
  return (BigInt(shortId) << LOW_BITS) + (scheme === 'randomized' ? sequence << RANDOM_BITS : sequence);
}

/** One of these objects proves that ids have random bits. */
export function isProved(witnesses: readonly IdWitness[]): boolean {
  return witnesses.some(isBeyondCounter);
}

function isBeyondCounter({ id, objectSequence }: IdWitness): boolean {
  return BigInt.asUintN(Number(LOW_BITS), BigInt(id)) >= BigInt(objectSequence);
}

/**
 * How this app builds object ids. The plain sequence never reaches `objectSequence`, the next free number;
 * `sequence << 7 | random` does from the first object on. One object that does proves the scheme; upgraded
 * databases hold both kinds. Without such an object the version decides: up to 9.12 only the sequence was
 * seen, from 9.15 on only the other; 9.13, 9.14 and databases without a version count as older.
 */
export function idSchemeOf(
  witnesses: readonly IdWitness[],
  mendixVersion: string | null,
): { idScheme: IdScheme; idSchemeEvidence: string } {
  const proof = witnesses.find(isBeyondCounter);
  if (proof !== undefined) {
    return {
      idScheme: 'randomized',
      idSchemeEvidence: `${proof.entity} has the object id ${proof.id}, whose number is beyond the entity's counter ${proof.objectSequence}: ids have random bits.`,
    };
  }
  const objects =
    witnesses.length === 0
      ? 'There are no objects that tell the scheme'
      : `No object id of ${String(witnesses.length)} entities is beyond its counter`;
  if (mendixVersion === null) {
    return {
      idScheme: 'sequence',
      idSchemeEvidence: `${objects}, and the database records no Mendix version, as up to early Mendix 8: ids are a plain sequence.`,
    };
  }
  const [major = 0, minor = 0] = mendixVersion.split('.').map(Number);
  const randomized =
    major > RANDOMIZED_SINCE.major || (major === RANDOMIZED_SINCE.major && minor >= RANDOMIZED_SINCE.minor);
  return randomized
    ? {
        idScheme: 'randomized',
        idSchemeEvidence: `${objects}; Mendix ${mendixVersion} gives ids random bits.`,
      }
    : {
        idScheme: 'sequence',
        idSchemeEvidence: `${objects}; Mendix ${mendixVersion} counts ids in a plain sequence.`,
      };
}
