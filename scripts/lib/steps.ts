import { EOL } from "node:os";

/** How far something is. */
export type Tell = (done: number, of: number) => void;

const WIDTH = 24;

/** A bar that is as full as the work is done. */
export function bar(done: number, of: number): string {
  const full = of === 0 ? WIDTH : Math.floor((done / of) * WIDTH);
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)}`;
}

/** Tells a person how far long work is, on standard error: a line for each step, and at a terminal a bar while it lasts. */
export class Steps {
  /** Carries out a step and prints how many seconds it took. */
  async step<T>(what: string, work: (tell: Tell) => Promise<T>): Promise<T> {
    const start = performance.now();
    const seconds = () => `${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s`;
    this.#draw(`   …     ${what}`);
    const result = await work((done, of) => {
      this.#draw(`${seconds()}  ${what} ${bar(done, of)}`);
    });
    this.#draw("");
    process.stderr.write(`${seconds()}  ${what}${EOL}`);
    return result;
  }

  #draw(line: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
  }
}
