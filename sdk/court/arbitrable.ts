import { anyone, owner, timelock } from "../audit/authority";
import { governanceTokens, silent, who } from "../calls/phrases";
import type { Network } from "../network";
import { rulingText } from "./phases";

/** What every contract has in common whose decisions can be disputed: who may do what, and words for calls and events. */
export const disputesAuthority = {
  setArbitrator: timelock("chooses the arbitrator of disputes to come"),
  setRate: timelock("says what a token is worth in the court's"),
  rule: owner("rules in a dispute: the arbitrator that it was opened with"),
  submitEvidence: anyone("brings forward evidence"),
  appealRuling: anyone("appeals, at one's own cost"),
};

export const describeDisputes = {
  setArbitrator: ({ network, args: [arbitrator, , metaEvidence] }: Scene<[string, string, string]>) => [
    `disputes to come are ruled by ${who(network, arbitrator)}`,
    ...(metaEvidence ? [`what rulings mean is in ${metaEvidence}`] : []),
  ],
  setRate: async ({ network, args: [token, rate] }: Scene<[string, bigint]>) => [
    await rateLine(network, token, rate),
  ],
};

export const disputesLogs = {
  ArbitratorSet: ({ network, args: [, arbitrator] }: Scene<[bigint, string, string]>) =>
    `disputes to come are ruled by ${who(network, arbitrator)}`,
  RateSet: ({ network, args: [token, rate] }: Scene<[string, bigint]>) => rateLine(network, token, rate),
  ArbitratorSilent: ({ args: [id] }: Scene<[bigint]>) =>
    `the arbitrator of dispute ${id} was silent: everything stays as it was`,
  Ruling: ({ network, args: [arbitrator, id, ruling] }: Scene<[string, bigint, bigint]>) =>
    `${who(network, arbitrator)} rules in its dispute ${id}: ${rulingText(ruling)}`,
  MetaEvidence: ({ args: [, where] }: Scene<[bigint, string]>) => `what rulings mean is in ${where}`,
  Evidence: ({ network, args: [, id, party, where] }: Scene<[string, bigint, string, string]>) =>
    `${who(network, party)} brings forward evidence in dispute ${id}: ${where}`,
  Dispute: silent,
};

interface Scene<Args> {
  readonly network: Network;
  readonly args: Readonly<Args>;
}

async function rateLine(network: Network, token: string, rate: bigint): Promise<string> {
  if (rate === 0n) return `payments in ${who(network, token)} count as more than any bench decides about`;
  const worth = await governanceTokens(network, rate);
  return `the court counts 10¹⁸ base units of ${who(network, token)} as ${worth}`;
}
