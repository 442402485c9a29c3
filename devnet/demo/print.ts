import { EOL } from "node:os";
import { formatCount } from "@polity/sdk/format";

const bold = (text: string) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text);

/** What the demo prints: for a person line by line, for a machine as one JSON document at the end. */
export class Teller {
  readonly #steps: object[] = [];

  constructor(private readonly json: boolean) {}

  heading(text: string): void {
    this.#write(`${EOL}${bold(text)}`);
  }

  note(text: string): void {
    this.#write(dim(`  ${text}`));
  }

  /** One thing that somebody did: who, what, the transaction, its gas, and the state it led to. */
  step(step: { who: string; what: string; transaction?: string; gas?: bigint; state?: string }): void {
    const { who, what, transaction, gas, state } = step;
    this.#steps.push({ ...step, gas: gas === undefined ? undefined : Number(gas) });
    const tail = [transaction && `tx ${transaction.slice(0, 10)}`, gas && `${formatCount(gas)} gas`, state];
    this.#write(`  ${who.padEnd(9)} ${what.padEnd(66)} ${dim(tail.filter(Boolean).join(" · "))}`);
  }

  table(title: string, rows: readonly (readonly [string, string])[]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    this.heading(title);
    for (const [name, value] of rows) this.#write(`  ${name.padEnd(width)}  ${value}`);
  }

  finish(result: object): void {
    if (this.json)
      process.stdout.write(`${JSON.stringify({ steps: this.#steps, ...result }, null, 2)}${EOL}`);
  }

  #write(text: string): void {
    if (!this.json) process.stdout.write(`${text}${EOL}`);
  }
}
