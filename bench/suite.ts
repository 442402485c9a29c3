import { reset, takeSnapshot } from "@nomicfoundation/hardhat-network-helpers";
import type { AddressLike, ContractTransactionResponse } from "ethers";
import { ethers } from "hardhat";

import type { GasProbe } from "../typechain-types";
import { floorOf, floorOfView, sumOf, type Part } from "./floor";

export const WEEK = 7 * 24 * 60 * 60;
/** When every scenario begins, in seconds: in the week of 1 January 2030. */
export const START = Math.floor(Date.UTC(2030, 0, 1) / 1000 / WEEK) * WEEK + 1000;

/** One measured action. */
export interface Row {
  suite: string;
  action: string;
  /** Receipt gas of a transaction, execution gas of a view. */
  gas: number;
  /** What the same effects cost without any computing: bench/floor.ts. */
  floor: number;
  /** What makes up the floor, of everything that was measured; places by their name where they have one. */
  parts: Part[];
  /** What the action should cost at the most; the bench fails above it, unless `forced` says otherwise. An action without
   * a goal is held to bench/snapshot.json alone; those of a peer are the yardstick. */
  goal?: number;
  /** A goal that the structure cannot meet: what it may cost instead, and the record that shows the slots. */
  forced?: { limit: number; record: string };
  /** The row that is the same action by OpenZeppelin's contracts as they come, measured in the same way: "suite.action". */
  stock?: string;
  /** The same action elsewhere, where somebody offers it: published figures, and rows that are measured ("suite.action"). */
  peers: Record<string, number | string>;
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
  stock?: string;
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
        meter = { gas: 0, parts: [] };
        const gas = await measure({ ...world });
        await start.restore();
        const floor = floorFor(gas, `${name}.${action}`);
        rows.push({ suite: name, action, gas, floor, parts: named(meter.parts, world), peers, ...rest });
      }
      return rows;
    },
  };
}

/** What the action that is being measured has used so far, and what its floor is made of. */
let meter: { gas: number; parts: Part[] } = { gas: 0, parts: [] };

/** The parts with the names that a world gives its contracts and accounts. */
function named(parts: Part[], world: object): Part[] {
  const names = new Map<unknown, string>(
    Object.entries(world).flatMap(([name, value]) => {
      const { target, address } = (value ?? {}) as { target?: unknown; address?: unknown };
      const where = target ?? address;
      return typeof where === "string" ? [[where.toLowerCase(), name]] : [];
    }),
  );
  return parts.map((part) => ({
    ...part,
    ...(part.at === undefined ? {} : { at: names.get(part.at) ?? part.at }),
  }));
}

/** The floor of an action that is said to cost `gas`: all that was used, or each one's share of a batch, rounded up. */
function floorFor(gas: number, action: string): number {
  const share = Math.round(meter.gas / gas);
  if (share < 1 || Math.ceil(meter.gas / share) !== gas) {
    throw new Error(
      `${action} says that it costs ${gas} gas, but ${meter.gas} were measured. Call used() or probed() for what counts, and for nothing else.`,
    );
  }
  return Math.ceil(sumOf(meter.parts) / share);
}

/** The gas that a transaction used, as its receipt says. Only for what counts: what prepares it is awaited without. */
export async function used(transaction: Promise<ContractTransactionResponse>): Promise<number> {
  const { hash, gasUsed } = (await (await transaction).wait())!;
  meter.gas += Number(gasUsed);
  meter.parts.push(...(await floorOf(hash)));
  return Number(gasUsed);
}

/** The gas of a view as a contract that calls it pays: storage cold, the account warm. */
export async function probed(probe: GasProbe, target: AddressLike, data: string): Promise<number> {
  const [at, address] = await Promise.all([probe, target].map(async (one) => ethers.resolveAddress(one)));
  const gas = Number(await probe.measure(address!, data));
  meter.gas += gas;
  const call = probe.interface.encodeFunctionData("measure", [address!, data]);
  meter.parts.push(...(await floorOfView(at!, address!, call)));
  return gas;
}
