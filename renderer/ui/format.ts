const number = new Intl.NumberFormat('en');
const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** `1,234` */
export function formatNumber(value: number): string {
  return number.format(value);
}

/** `1 user`, `1,234 users` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

/** `120 ms`, `4.2 s`, `3 min 20 s`, `1 h 5 min` */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${String(minutes)} min ${String(Math.round((ms % 60_000) / 1_000))} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

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
