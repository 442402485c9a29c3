import { formatTokens } from "@polity/sdk/format";
import { time } from "@nomicfoundation/hardhat-network-helpers";
import { encodeBytes32String, type Signer } from "ethers";

import * as sdk from "@polity/sdk";
import type { Proposal } from "@polity/sdk/nep";
import { buildForCouncil, signAndSend } from "./council";
import { activate, told, type Stage } from "./scenes";

/** The members of the council who sign in the demo: any three of its five. */
export type Signers = Readonly<Record<"Eva" | "Hana" | "Ivan", Signer>>;

/** Ada and Cleo vote for the budget, and it is activated. */
export async function grant(stage: Stage, proposal: Proposal): Promise<void> {
  const { network, cast, tell } = stage;
  const { proposalId } = proposal;
  const { snapshot } = await sdk.readProposal(network.governor, proposalId);
  await time.increaseTo(snapshot + 1);
  tell.heading(`${sdk.formatTimestamp(snapshot + 1)}: the vote on the budget is open`);
  for (const [who, signer] of [
    ["Ada", cast.ada],
    ["Cleo", cast.cleo],
  ] as const) {
    const { receipt } = await sdk.vote(network.governor, signer, { proposalId, choice: "for" });
    tell.step({ who, what: "votes for", ...told(receipt) });
  }
  await activate(stage, proposal);
  const [budget] = await sdk.readBudgets(sdk.requireTreasury(network));
  tell.note(
    `the council may disburse ${formatTokens(budget!.available)} tokens until the period ends, and 12 times so`,
  );
}

/** Three of the council read in plain words what a disbursement does and sign it, and June sends it. */
export async function disburse({ network, cast, tell }: Stage, signers: Signers): Promise<void> {
  const treasury = sdk.requireTreasury(network);
  tell.heading("The council pays a grant out of its budget");
  const call = treasury.interface.encodeFunctionData("disburse", [
    ...([1n, await cast.june.getAddress(), sdk.parseAmount("1200")] as const),
    ...([encodeBytes32String("grants"), encodeBytes32String("grant-17")] as const),
  ]);
  const transaction = await buildForCouncil(network, await treasury.getAddress(), call);
  const { lines, warnings } = transaction.described;
  for (const line of [...lines, ...warnings]) tell.note(line);

  const names = Object.keys(signers);
  const receipt = await signAndSend(network, transaction, Object.values(signers), cast.june, (count, of) =>
    tell.note(`${names[count - 1]} signs: ${count} of ${of}`),
  );
  const balance = await network.token.balanceOf(cast.june);
  tell.step({
    who: "June",
    what: `sends it, and has the grant of ${formatTokens(balance)} tokens`,
    ...told(receipt),
  });
}

/** A year later, the first part of Ada's grant is hers. */
export async function claim({ network, cast, tell }: Stage): Promise<void> {
  const owner = await cast.ada.getAddress();
  const [vault] = await sdk.listVaults(network.vesting!, { owner, fromBlock: 0 });
  const { terms, allocation, vault: address } = vault!;
  await time.increaseTo(terms.start + terms.cliff);
  tell.heading(`${sdk.formatTimestamp(terms.start + terms.cliff)}: the cliff of Ada's grant`);
  const { receipt, amount } = await sdk.claim(sdk.vaultAt(address, network.token.runner), cast.ada);
  tell.step({
    who: "Ada",
    what: `claims ${formatTokens(amount)} of ${formatTokens(allocation)} tokens`,
    ...told(receipt),
  });
}
