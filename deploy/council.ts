import {
  AbiCoder,
  concat,
  Contract,
  getCreate2Address,
  id,
  keccak256,
  toBeHex,
  ZeroAddress,
  type Signer,
} from "ethers";
import proxyFactory from "@safe-global/safe-smart-account/build/artifacts/contracts/proxies/SafeProxyFactory.sol/SafeProxyFactory.json";

import { ISafe__factory } from "../typechain-types/factories/@safe-global/safe-smart-account/contracts/interfaces/ISafe__factory";
import { PolityError } from "@polity/sdk/errors";
import { connectSafe, readSafe, strangeInSafe } from "@polity/sdk/safe/read";
import { send } from "@polity/sdk/transaction";
import { safeContracts, type SafeContracts } from "./safe";

/** A council as its Safe is made. */
export interface CouncilSetting {
  /** The network's name: councils of different networks have different addresses. */
  name: string;
  /** Addresses of the members. */
  members: readonly string[];
  threshold: number;
}

/** Where a council's Safe is: it follows from the setting alone, so that its members can know before it exists. */
export async function predictCouncil(signer: Signer, setting: CouncilSetting): Promise<string> {
  return (await plan(signer, setting)).address;
}

/**
 * The council's Safe, made if it is not there yet. Anybody can make it first, and gets the same Safe: with these owners,
 * this threshold, no module and no guard.
 * @param onSent Called with the hash of the transaction that makes it.
 * @throws PolityError when it is there and is no longer so, or the chain lacks Safe's contracts.
 */
export async function ensureCouncil(
  signer: Signer,
  setting: CouncilSetting,
  onSent?: (hash: string) => void,
): Promise<string> {
  const { address, factory, contracts, initializer, saltNonce } = await plan(signer, setting);
  if ((await signer.provider!.getCode(address)) === "0x") {
    const create = factory.getFunction("createProxyWithNonce");
    await send(signer, create.populateTransaction(contracts.singleton, initializer, saltNonce), onSent);
  }
  const state = await readSafe(connectSafe(address, signer));
  const problems = strangeInSafe(state);
  if (state.threshold !== setting.threshold) problems.push(`its threshold is ${state.threshold}`);
  if ([...state.owners].sort().join() !== [...setting.members].sort().join()) {
    problems.push(`its owners are ${state.owners.join(", ")}`);
  }
  if (state.singleton !== contracts.singleton) problems.push(`it runs ${state.singleton}`);
  if (state.fallbackHandler !== contracts.fallbackHandler) {
    problems.push(`its fallback handler is ${state.fallbackHandler}`);
  }
  if (problems.length > 0) {
    throw new PolityError(`the council's Safe at ${address} was changed: ${problems.join("; ")}`, {
      hint: "give the network another name or council, or undo the change",
    });
  }
  return address;
}

async function plan(signer: Signer, { name, members, threshold }: CouncilSetting) {
  const contracts: SafeContracts = await safeContracts(signer);
  const factory = new Contract(contracts.proxyFactory, proxyFactory.abi, signer);
  const initializer = ISafe__factory.createInterface().encodeFunctionData("setup", [
    [...members],
    threshold,
    // No call at setup, no gas refund.
    ...([ZeroAddress, "0x", contracts.fallbackHandler, ZeroAddress, 0, ZeroAddress] as const),
  ]);
  const saltNonce = BigInt(id(`polity.council:${name}`));
  const creationCode = (await factory.getFunction("proxyCreationCode").staticCall()) as string;
  const address = getCreate2Address(
    contracts.proxyFactory,
    keccak256(concat([keccak256(initializer), toBeHex(saltNonce, 32)])),
    keccak256(concat([creationCode, AbiCoder.defaultAbiCoder().encode(["address"], [contracts.singleton])])),
  );
  return { address, factory, contracts, initializer, saltNonce };
}
