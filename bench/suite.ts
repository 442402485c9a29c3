/** One measured action. */
export interface Row {
  suite: string;
  action: string;
  /** Receipt gas of a transaction, execution gas of a view. */
  gas: number;
  /** The most that the action may cost; the bench fails above it. */
  goal: number;
  /** The same action elsewhere, where somebody offers it. */
  peers: Record<string, number>;
}

/** A group of actions that are measured together; bench/run.ts lists them. */
export interface Suite {
  name: string;
  /** How the figures were taken, in a few lines: printed above the table. */
  setup: string[];
  run(): Promise<Row[]>;
}
