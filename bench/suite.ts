import { reset, takeSnapshot } from "@nomicfoundation/hardhat-network-helpers";
import type { ContractTransactionResponse } from "ethers";

export const WEEK = 7 * 24 * 60 * 60;
/** When every scenario begins, in seconds: in the week of 1 January 2030. */
export const START = Math.floor(Date.UTC(2030, 0, 1) / 1000 / WEEK) * WEEK + 1000;

/** One measured action. */
export interface Row {
  suite: string;
  action: string;
  /** Receipt gas of a transaction, execution gas of a view. */
  gas: number;
  /** What the action should cost at the most; the bench fails above it, unless `forced` says otherwise. An action without
   * a goal is held to bench/snapshot.json alone; those of a peer are the yardstick. */
  goal?: number;
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

/** An action to measure in a world of its own, fresh from `deploy`. */
export interface Action<World> {
  name: string;
  goal?: number;
  forced?: Row["forced"];
  peers?: Row["peers"];
  measure: (world: World) => Promise<number>;
}

/**
 * A suite that measures each action in the world that `deploy` makes on an empty chain, so that the figures do not depend
 * on what was measured before.
 */
export function suite<World extends object>(
  name: string,
  setup: string[],
  deploy: () => Promise<World>,
  actions: Action<World>[],
): Suite {
  return {
    name,
    setup,
    async run() {
      await reset();
      const world = await deploy();
      const start = await takeSnapshot();
      const rows: Row[] = [];
      for (const { name: action, measure, peers = {}, ...rest } of actions) {
        const gas = await measure({ ...world });
        await start.restore();
        rows.push({ suite: name, action, gas, peers, ...rest });
      }
      return rows;
    },
  };
}

/** The gas that a transaction used, as its receipt says. */
export async function used(transaction: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await transaction).wait();
  return Number(receipt!.gasUsed);
}
