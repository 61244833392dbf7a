/** Words that say nothing about which attribute is meant. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['is', 'has', 'the', 'of', 'user', 'account']);

/** Names that administrators use for one thing, in the normalised form; one line per thing. */
const SYNONYMS: readonly (readonly string[])[] = [
  ['email', 'emailaddress', 'mail', 'mailaddress', 'useremail'],
  ['fullname', 'displayname', 'completename'],
  ['firstname', 'givenname', 'forename'],
  ['lastname', 'surname', 'familyname'],
  ['phone', 'phonenumber', 'telephone', 'telephonenumber'],
  ['mobile', 'mobilenumber', 'mobilephone', 'cellphone'],
  ['company', 'companyname', 'organisation', 'organization'],
  ['department', 'dept', 'departmentname'],
  ['jobtitle', 'jobfunction', 'position'],
  ['avatar', 'avatarurl', 'picture', 'pictureurl', 'photo', 'photourl'],
  ['employeenumber', 'employeeid', 'personnelnumber', 'staffnumber'],
  ['birthday', 'birthdate', 'dateofbirth'],
  ['zipcode', 'postcode', 'postalcode'],
];

const SYNONYM_GROUPS: ReadonlyMap<string, number> = new Map(
  SYNONYMS.flatMap((names, group) => names.map((name): [string, number] => [name, group])),
);

/** `EmailAddress`, `E-mail_address` and `email address` are all `emailaddress`. */
export function normaliseName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Two names with the same number mean the same thing; null when nothing is known. */
export function synonymGroup(name: string): number | null {
  return SYNONYM_GROUPS.get(normaliseName(name)) ?? null;
}

/** The name means an email address. */
export function isEmailName(name: string): boolean {
  return synonymGroup(name) === SYNONYM_GROUPS.get('email');
}

/**
 * The words of a name that tell something: `IsLocalHTTPUser2` has `local` and `http`. Words of less
 * than three letters are left out, since short names are alike by chance (`id`, `ip`).
 */
export function nameWords(name: string): string[] {
  const words = name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}]+/u)
    .map((word) => singular(word.toLowerCase()))
    .filter((word) => word.length >= 3 && !EMPTY_WORDS.has(word));
  return [...new Set(words)];
}

function singular(word: string): string {
  return word.length > 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
