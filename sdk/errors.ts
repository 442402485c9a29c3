/** What went wrong in one field of something a person wrote. */
export interface Problem {
  /** Path of the field, dotted: `economic-impact.training_reward_multiplier`, `governor.types.GOV.review`. */
  field: string;
  /** 1-based line in the file, where there is a file. */
  line?: number;
  /** What is wrong and what is allowed. */
  message: string;
}

/** The one error class of Polity. `message` says what happened, `hint` what to do about it. */
export class PolityError extends Error {
  readonly hint?: string;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** Problems that the message of an error lists; the error itself carries all of them. */
const SHOWN = 50;

/** A file or configuration that breaks rules: carries every problem, sorted by line, never only the first. */
export class ValidationError extends PolityError {
  readonly problems: readonly Problem[];

  /** @param subject What was checked, as a person calls it: a file name, "configuration". */
  constructor(
    subject: string,
    problems: readonly Problem[],
    options: { hint?: string; cause?: unknown } = {},
  ) {
    const sorted = [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
    const shown = sorted.slice(0, SHOWN).map((problem) => `\n  ${formatProblem(problem)}`);
    const more = sorted.length > SHOWN ? `\n  and ${sorted.length - SHOWN} more` : "";
    super(`${subject}: ${count}${shown.join("")}${more}`, options);
    this.problems = sorted;
  }
}

/** `line 4, title: must not be empty` */
export function formatProblem({ field, line, message }: Problem): string {
  return `${line === undefined ? "" : `line ${line}, `}${field}: ${message}`;
}

/** Message and hint of any thrown value, in one sentence. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = error instanceof PolityError ? error.hint : undefined;
  return hint ? `${error.message}; ${hint}` : error.message;
}
