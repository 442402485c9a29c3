import { writeFileSync } from "node:fs";

import { ZeroAddress } from "ethers";

import { ensureCouncil } from "../../deploy/council";
import { formatDeployment, requireCouncil } from "../../sdk/deployment";
import { PolityError } from "../../sdk/errors";
import { formatTimestamp, parseDuration } from "../../sdk/format";
import { cancelRight } from "../../sdk/governor/cancel";
import { connectSafe, readSafe } from "../../sdk/safe";
import { deploymentFile } from "../lib/deployments";
import type { Command, Context } from "./command";
import { goRound } from "./council-sign";
import { proposalOf } from "./gov-options";
import { readyToPropose } from "./gov-propose";
import { nepAction } from "./nep-action";
import { accountOf, numberOf } from "./treasury-options";
import { GovernanceToken__factory } from "../../typechain-types/factories/contracts/token/GovernanceToken__factory";

/** A Safe keeps its owners in a linked list; this one stands before the first. */
const FIRST = "0x0000000000000000000000000000000000000001";

/** The council stops a proposal: the Safe's transaction, to be signed by its members. */
const cancel: Command = (context) =>
  goRound(context, async () => {
    const { network } = context;
    const proposal = await proposalOf(context);
    await cancelRight(network, network.addresses.Council!, proposal);
    const data = network.governor.interface.encodeFunctionData("cancel(uint256)", [proposal.id]);
    return { to: network.addresses.NetworkGovernor, data };
  });

/**
 * The council proposes a NEP of a type that is open to it, without votes of its own: the Safe's transaction. Where the type
 * costs a fee, the Safe approves it first, in a transaction of its own.
 */
const propose: Command = (context) =>
  goRound(context, async () => {
    const { governor, addresses } = context.network;
    await requireOffice(context);
    const { proposal, check } = await readyToPropose(context, addresses.Council!);
    // Neither more nor less: what is left of an allowance could be burned by the rules of a later day.
    if (check.allowance !== check.fee) {
      const token = GovernanceToken__factory.connect(await governor.feeToken());
      const data = token.interface.encodeFunctionData("approve", [addresses.NetworkGovernor, check.fee]);
      const note = "the fee comes first: when this is executed, write the same with another file";
      return { to: await token.getAddress(), data, note };
    }
    const { targets, values, calldatas, description } = proposal;
    const call = [targets, values, calldatas, description] as const;
    return {
      to: addresses.NetworkGovernor,
      data: governor.interface.encodeFunctionData("propose", [...call]),
    };
  });

/** Without a mandate, and without votes, a council proposes nothing: said before anybody signs. */
async function requireOffice({ network: { governor, addresses } }: Context): Promise<void> {
  const [[guardian, until], now] = await Promise.all([governor.guardian(), governor.clock()]);
  if (guardian === addresses.Council && now <= until) return;
  if (addresses.Council && (await governor.getVotes(addresses.Council, now - 1n)) > 0n) return;
  const ended = guardian === addresses.Council ? `, which ended ${formatTimestamp(until)}` : "";
  throw new PolityError(`the council cannot propose without its mandate as guardian${ended}`, {
    hint: "a NEP-GOV gives it one: council mandate writes it",
  });
}

/** The council replaces one of its members: the Safe's transaction on itself. */
const replace: Command = (context) =>
  goRound(context, async () => {
    const safe = requireCouncil(context.network);
    const [old, next] = [
      accountOf(context, context.needed("member")),
      accountOf(context, context.needed("by")),
    ];
    const owners = await safe.getOwners();
    const index = owners.indexOf(old);
    if (index === -1) {
      throw new PolityError(`${context.nameOf(old)} is no member of the council`, {
        hint: `members are ${owners.map((owner) => context.nameOf(owner)).join(", ")}`,
      });
    }
    if (owners.includes(next)) throw new PolityError(`${context.nameOf(next)} is a member already`);
    const before = owners[index - 1] ?? FIRST;
    return {
      to: await safe.getAddress(),
      data: safe.interface.encodeFunctionData("swapOwner", [before, old, next]),
    };
  });

/** The next member signs a transaction's file; with the last signature that is needed it is executed. */
const sign: Command = (context) => goRound(context);

/** Makes a Safe for another council. It has no power, until votes give it some. */
const create: Command = async (context) => {
  const { signer, deployment, needed, nameOf, flag } = context;
  const members = needed("members")
    .split(",")
    .map((member) => accountOf(context, member.trim()));
  const threshold = Number(numberOf(context, "threshold"));
  if (threshold < 1 || threshold > members.length || new Set(members).size < members.length) {
    throw new PolityError(`${threshold} of ${members.length} members is no council`, {
      hint: "name each member once, and a --threshold of 1 up to their number",
    });
  }
  const address = await ensureCouncil(signer, { name: deployment.name, members, threshold });
  return {
    text: flag("plain")
      ? address
      : `the Safe ${address} is there, ${threshold} of ${members.map(nameOf).join(", ")}: it has no power yet`,
    json: { address, members, threshold },
  };
};

/** From now on the commands and the audit take this Safe for the council. */
const use: Command = async (context) => {
  const { network, deployment, needed, text } = context;
  const address = accountOf(context, needed("account"));
  await readSafe(connectSafe(address, network.governor.runner!));
  const file = text("deployment") ?? deploymentFile(deployment.chainId);
  const former = deployment.contracts.Council;
  writeFileSync(
    file,
    formatDeployment({ ...deployment, contracts: { ...deployment.contracts, Council: address } }),
  );
  return {
    text: `the council is ${address}, no longer ${former ?? "nobody"}, in ${file}`,
    json: { file, former: former ?? null, council: address },
  };
};

/** The action of a NEP that makes a council guardian, renews its mandate, or ends it. */
const mandate: Command = async (context) => {
  const { network, text, flag } = context;
  const now = Number(await network.governor.clock());
  const until = flag("end") ? 0 : now + parseDuration(text("for") ?? "365d");
  const account = flag("end") ? ZeroAddress : accountOf(context, text("account") ?? "Council");
  const known = Object.entries(network.addresses).find(([, at]) => at === account)?.[0];
  const fragment = network.governor.interface.getFunction("setGuardian");
  return nepAction(context, "NetworkGovernor", fragment, [known ?? account, String(until)]);
};

/** The commands of the scope, by name. */
export const commands = { cancel, propose, replace, sign, create, use, mandate };
