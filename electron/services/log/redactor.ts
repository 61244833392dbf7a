/** Shorter values would be found by chance in ordinary words. */
const SHORTEST_SECRET = 4;
const MASK = '[secret]';

/** Takes secrets that became known out of texts that leave the program. */
export class Redactor {
  private readonly secrets = new Set<string>();

  /** Remembers every text in here, however deep; null and numbers are passed over. */
  remember(value: unknown): void {
    if (typeof value === 'string') {
      if (value.length >= SHORTEST_SECRET) this.secrets.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value)) this.remember(member);
    }
  }

  /** The text with each secret masked, as it is and as it stands inside JSON and inside a URL. */
  redact(text: string): string {
    let redacted = text;
    for (const secret of this.secrets) {
      for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])) {
        redacted = redacted.replaceAll(form, MASK);
      }
    }
    return redacted;
  }
}
