import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import type { Interface } from "ethers";

import { LOCAL_CHAIN, resolveAccounts } from "../../config";
import { SUPPORT } from "@polity/sdk/governor/ballot";
import { VestingVault__factory } from "../../typechain-types";
import { asAccount, proposalOf, type Action } from "../helpers/governor";
import { deployPreset } from "../helpers/preset";

/** AI1NET in its first phase. Everybody votes with what they have: the founders Ada and Ben with 43 % of all that can vote, out of their vaults. */
export async function beginAi1net() {
  const deployed = await deployPreset("ai1net");
  const { network, people, config } = deployed;
  const { ada, ben, cleo, dan, eva } = people;
  for (const holder of [cleo, dan, eva]) await network.token.connect(holder).delegate(holder);
  const vaultOf = async (owner: HardhatEthersSigner) => {
    const [created] = await network.vesting!.queryFilter(
      network.vesting!.filters.VaultCreated(owner.address),
    );
    return VestingVault__factory.connect(created!.args.vault, owner);
  };
  const [adas, bens] = [await vaultOf(ada), await vaultOf(ben)];
  await adas.delegate(ada);
  await bens.delegate(ben);
  await time.increase(1);
  // What three of its five members sign.
  const safe = await asAccount(network.addresses.Council!);
  const accounts = resolveAccounts(config, LOCAL_CHAIN);
  return { ...deployed, ...people, adas, bens, safe, accounts, phases: network.phases! };
}
export type Begun = Awaited<ReturnType<typeof beginAi1net>>;

/** Proposals of the default type that are voted on together, by Cleo and Dan, and carried out. */
export async function enact({ network, cleo, dan, june }: Begun, all: [title: string, actions: Action[]][]) {
  const { governor } = network;
  const made = await Promise.all(all.map(([title, actions]) => proposalOf(`# NEP-GOV: ${title}`, actions)));
  for (const { full } of made) await governor.connect(cleo).propose(...full);
  await time.increaseTo((await governor.proposalSnapshot(made.at(-1)!.id)) + 1n);
  for (const { id } of made)
    for (const voter of [cleo, dan]) await governor.connect(voter).castVote(id, SUPPORT.for);
  await time.increaseTo((await governor.proposalDeadline(made.at(-1)!.id)) + 1n);
  for (const { hashed } of made) await governor.connect(june).queue(...hashed);
  await time.increaseTo(await governor.proposalEta(made.at(-1)!.id));
  return {
    ids: made.map(({ id }) => id),
    execute: async () => {
      for (const { hashed } of made) await governor.connect(june).execute(...hashed);
    },
    last: () => governor.connect(june).execute(...made.at(-1)!.hashed),
  };
}

export const call = (
  contract: { target: unknown; interface: object },
  name: string,
  args: unknown[],
): Action => ({
  target: contract.target as string,
  data: (contract.interface as Interface).encodeFunctionData(name, args),
});
