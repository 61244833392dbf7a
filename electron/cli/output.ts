/** Where the command line writes. stdout has the result alone, so that it can be piped; all else is written to stderr. */
export class Output {
  constructor(
    readonly json: boolean,
    private readonly quiet: boolean,
    private readonly stdout: NodeJS.WritableStream = process.stdout,
    private readonly stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number } = process.stderr,
  ) {}

  /** The result: text for people, or with `--json` the one document. */
  result(text: string, document: unknown): void {
    this.stdout.write(this.json ? `${JSON.stringify(document, null, 2)}\n` : text);
  }

  /** What the text of {@link result} says as well: for a log, where stdout has a document. */
  summary(text: string): void {
    if (this.json) this.alert(text);
  }

  /** Good to know while it works; silent with `--quiet`. */
  note(text: string): void {
    if (!this.quiet) this.stderr.write(`${text}\n`);
  }

  /** What must be read whatever is asked for: errors, and commands that confirm. */
  alert(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /** One line that is overwritten, on a terminal; else a line only when the text changes a lot. */
  progress(text: string, isMilestone: boolean): void {
    if (this.quiet) return;
    if (this.stderr.isTTY === true) {
      // A line that wraps cannot be overwritten.
      this.stderr.write(`\r\u001B[2K${text.slice(0, (this.stderr.columns ?? 80) - 1)}`);
    } else if (isMilestone) this.stderr.write(`${text}\n`);
  }

  endProgress(): void {
    if (!this.quiet && this.stderr.isTTY === true) this.stderr.write('\r\u001B[2K');
  }
}
