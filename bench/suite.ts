/** One measured action. */
export interface Row {
  suite: string;
  action: string;
  /** Receipt gas of a transaction, execution gas of a view. */
  gas: number;
  /** What the action should cost at the most; the bench fails above it, unless `forced` says otherwise. */
  goal: number;
  /** A goal that the structure cannot meet: what it may cost instead, and the record that shows the slots. */
  forced?: { limit: number; record: string };
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
