import { is } from "../audit/facts";
import type { Subject } from "../audit/types";

/** That a contract's answer is the network's treasury. */
export const isTheTreasury = is("Treasury");

/** Of a network without a treasury, what votes hold is the timelock's. */
export const treasuryOrTimelock = ({ contracts }: Pick<Subject, "contracts">): string | undefined =>
  contracts.Treasury ?? contracts.TimelockController;
