import { AbiCoder, id, keccak256 } from "ethers";

import { ProtocolRegistry__factory } from "../../typechain-types";
import { PolityError } from "../errors";
import { checkSize } from "../governor/size";
import type { ContractAddresses } from "../core/names";
import { arraysOf, checkAddress, encodeAction, type Call } from "./actions";
import { composeDescription } from "./description";
import { encodeKey, encodeParameter } from "./parameters";
import type { ParameterChange } from "./schema";
import type { Nep } from "./validate";

export interface EncodeContext {
  /** Address that will call `propose`; nobody else can propose this description. */
  proposer: string;
  /** Must have `ProtocolRegistry` when there are parameter changes, and every name that actions use. */
  contracts: ContractAddresses;
  /** Where the file will be found; default `neps/<file name>`. */
  specURI?: string;
}

/** What `propose` takes, and what follows from it. */
export interface Proposal {
  calls: Call[];
  description: string;
  /** keccak256 of the description: what queue, execute and cancel take. */
  descriptionHash: string;
  /** The id that the governor will give it. */
  proposalId: bigint;
  specHash: string;
  specURI: string;
}

const registry = ProtocolRegistry__factory.createInterface();

/**
 * The exact proposal that a NEP makes: one `upgrade` per namespace, in the order of their first change, then its actions.
 * @throws PolityError naming every contract that the context lacks, or when the governor would not take so much.
 */
export function encodeNep(nep: Nep, { proposer, contracts, specURI }: EncodeContext): Proposal {
  const uri = specURI ?? (nep.fileName && `neps/${nep.fileName}`);
  if (!uri)
    throw new PolityError("the NEP has no file name", { hint: "pass fileName to validateNep, or a specURI" });

  const missing = new Set<string>();
  const resolve = (name: string): string => {
    const address = Object.hasOwn(contracts, name) ? contracts[name] : undefined;
    if (address !== undefined) return checkAddress(address);
    missing.add(name);
    return checkAddress(`0x${"0".repeat(40)}`);
  };
  const calls = [
    ...upgrades(nep, uri, resolve),
    ...nep.actions.map((action) => encodeAction(action, resolve)),
  ];
  if (missing.size > 0) {
    throw new PolityError(`unknown contracts: ${[...missing].join(", ")}`, {
      hint: `known are ${Object.keys(contracts).join(", ") || "none"}; write an address instead of a name for others`,
    });
  }

  const description = composeDescription(nep, proposer);
  checkSize({ calls, description });
  const descriptionHash = id(description);
  return {
    calls,
    description,
    descriptionHash,
    proposalId: proposalIdOf(calls, descriptionHash),
    specHash: nep.specHash,
    specURI: uri,
  };
}

/** Id of a proposal, as `Governor.hashProposal` computes it. */
export function proposalIdOf(calls: readonly Call[], descriptionHash: string): bigint {
  const types = ["address[]", "uint256[]", "bytes[]", "bytes32"];
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(types, [...arraysOf(calls), descriptionHash])));
}

function upgrades(nep: Nep, specURI: string, resolve: (name: string) => string): Call[] {
  const groups = new Map<string, ParameterChange[]>();
  for (const change of nep.parameterChanges) {
    groups.set(change.namespace, [...(groups.get(change.namespace) ?? []), change]);
  }
  return [...groups].map(([namespace, changes]) => ({
    target: resolve("ProtocolRegistry"),
    value: 0n,
    calldata: registry.encodeFunctionData("upgrade", [
      encodeKey(namespace),
      changes.map(({ key, kind, value }) => ({ key: encodeKey(key), value: encodeParameter(kind, value) })),
      nep.upgradePath!.backwardCompatible,
      nep.specHash,
      specURI,
    ]),
  }));
}
