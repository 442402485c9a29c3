import {
  decodeParameter,
  encodeKey,
  findEvents,
  PARAMETER_KINDS,
  readProposal,
  requireEscrow,
} from "@polity/sdk";
import { comparing, type Check } from "./compare";
import type { Loaded } from "./load";
import type { OnProgress } from "./pace";

const SUPPORTS = ["against", "for", "abstain"] as const;
/** Holds all that the chain says against the model. */
export async function checkLoad(
  { network, fromBlock, plan, model, motions, parameters, founders }: Loaded,
  onProgress: OnProgress = () => undefined,
): Promise<Check[]> {
  const { token, governor, votes, registry } = network;
  const escrow = requireEscrow(network);
  const { checks, compare } = comparing(onProgress);

  await compare("balances", [...model.balances], async ([account, amount]) => [
    account,
    await token.balanceOf(account),
    amount,
  ]);
  // Together they are all tokens, so nobody else has any.
  await compare("supply", ["tokens"], async (name) => [name, await token.totalSupply(), model.supply]);
  await compare("locks", plan.voters, async ({ address }) => {
    const locks = await escrow.locksOf(address);
    const expected = model.locks.get(address);
    const told = locks.map(({ amount, unlockTime }) => `${amount} until ${unlockTime}`);
    return [address, told, expected ? `${expected.amount} until ${expected.end}` : ""];
  });
  const now = (await governor.runner!.provider!.getBlock("latest"))!.timestamp - 1;
  const power = model.votesAt(now);
  const accounts = [...plan.voters, ...plan.delegators].map(({ address }) => address);
  await compare("votes", [...accounts, ...founders], async (account) => [
    account,
    await votes.getPastVotes(account, now),
    power.get(account) ?? 0n,
  ]);
  await compare("totals", ["tokens", "locked"], async (name) =>
    name === "tokens"
      ? [name, await votes.getPastTotalSupply(now), model.supply]
      : [name, await token.balanceOf(escrow), [...model.locks.values()].reduce((a, b) => a + b.amount, 0n)],
  );
  await compare("proposals", motions, async ({ proposal, expected, passed }) => {
    const { state, votes, quorum } = await readProposal(governor, proposal.proposalId);
    const line = (state: string, quorum: bigint, { for: yes, against, abstain }: typeof votes) =>
      `${state}, ${yes} for, ${against} against, ${abstain} abstain, quorum ${quorum}`;
    const wanted = line(passed ? "Executed" : "Defeated", expected.quorum, expected.votes);
    return [String(proposal.proposalId), line(state, quorum ?? 0n, votes), wanted];
  });
  const cast = new Map<string, string>();
  for (const { args } of await findEvents(governor, governor.filters.VoteCast(), { fromBlock })) {
    const key = `${args.proposalId} ${args.voter}`;
    const before = cast.get(key);
    cast.set(key, `${before ? `${before} and ` : ""}${SUPPORTS[Number(args.support)]!} ${args.weight}`);
  }
  const expected = motions.flatMap(({ proposal, expected: { ballots } }) =>
    [...ballots].map(
      ([voter, { support, weight }]) => [`${proposal.proposalId} ${voter}`, `${support} ${weight}`] as const,
    ),
  );
  await compare("ballots", expected, ([key, ballot]) => Promise.resolve([key, cast.get(key), ballot]));
  await compare("number of ballots", ["ballots"], (name) =>
    Promise.resolve([name, cast.size, expected.length]),
  );
  await compare("parameters", [...parameters], async ([key, value]) => {
    const { kind, value: word } = await registry.parameter(encodeKey(key));
    return [key, decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, word), value];
  });
  const treasury = network.treasury!;
  await compare("treasury", ["booked"], async (name) => [
    name,
    await treasury.booked(token),
    model.balanceOf(model.at.treasury),
  ]);
  return checks;
}
