import { z } from 'zod';

/** An object id, and every other whole number too large for a number. */
export const ID = z.string();
export const TEXT = z.string();
export const TEXT_OR_NULL = z.string().nullable();
/** Drivers answer whole numbers that may be large, and decimals, as text. Never of NULL, which would look like 0. */
export const NUMBER = z.union([z.string(), z.number()]).pipe(z.coerce.number());
/** MySQL has numbers for booleans; what was never set is false. */
export const BOOLEAN = z
  .union([z.boolean(), z.string(), z.number(), z.null()])
  .transform((value) => value === true || Number(value) === 1);
/** A value of any type, as text for people. */
export const SHOWN = z.union([z.string(), z.number(), z.boolean(), z.null()]).transform(String);
