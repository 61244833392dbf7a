const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export { formatDuration, formatNumber, plural } from '../../shared/wording';

/** @param iso ISO 8601; shown in this computer's time zone */
export function formatTime(iso: string): string {
  return dateTime.format(new Date(iso));
}

/** The part after the module: `Account` of `Administration.Account`. */
export function shortName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
}

/** `FullName` of `Administration.Account/FullName`; any other name is given back as it is. */
export function attributeName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('/') + 1);
}
