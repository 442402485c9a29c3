import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import type { Reader } from "./reader";
import { commandsOf, ROOT } from "./shell";

/** A line of a document, what it prints, and what comes after it: what a reader does besides, or what must be so. */
export type Expected = [line: RegExp, stdout: RegExp, then?: () => unknown];

/** Types the lines of a document that a test says it runs, one by one and in their order; none may be left over. */
export async function follow(
  reader: Reader,
  document: string,
  test: string,
  expected: readonly Expected[],
): Promise<void> {
  const lines = commandsOf(readFileSync(join(ROOT, document), "utf8"), test);
  expect(lines.length, `lines of ${document}`).to.equal(expected.length);
  for (const [i, line] of lines.entries()) {
    const [pattern, stdout, then] = expected[i]!;
    expect(line, `line ${i + 1} of ${document}`).to.match(pattern);
    const outcome = await reader.type(line);
    expect(outcome.code, `${line}\n${outcome.stdout}${outcome.stderr}`).to.equal(0);
    expect(stdout.test(outcome.stdout), `${line}\n${outcome.stdout}\nis not ${String(stdout)}`).to.equal(
      true,
    );
    await then?.();
  }
}
