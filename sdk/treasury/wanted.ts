import { is } from "../audit/facts";

/** That a contract's answer is the network's treasury. */
export const isTheTreasury = is("Treasury");
