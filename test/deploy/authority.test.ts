import { expect } from "chai";
import { BrowserProvider, Interface, type FunctionFragment, type ParamType } from "ethers";
import hre from "hardhat";

import { LOCAL_ACCOUNTS, LOCAL_CHAIN, parseConfig, presets, resolveAccounts } from "../../config";
import { artifactsOf } from "../../deploy/artifacts";
import { carryOut } from "../../deploy/engine";
import { ensureCouncil } from "../../deploy/council";
import { memoryChain } from "../../deploy/memory-chain";
import { dayOf, deployNetwork, namedResults } from "../../deploy/run";
import { authorityOf, type Authority } from "@polity/sdk/audit";
import { DOMAINS } from "@polity/sdk/domains";
import { privilegesDocument } from "../../scripts/privileges";
import { readText } from "../helpers/files";

/** How the code of a library begins: PUSH20 of its own address, which is filled in when it is deployed. */
const LIBRARY = `0x73${"00".repeat(20)}`;

/** The contracts that people deploy or call: those of contracts/ that have code, and the timelock. */
async function deployables(): Promise<Map<string, Interface>> {
  const names = await hre.artifacts.getAllFullyQualifiedNames();
  const own = names.filter(
    (name) => /^contracts\/(?!mocks\/)/.test(name) || /:TimelockController$/.test(name),
  );
  const found = new Map<string, Interface>();
  for (const name of own) {
    const { contractName, abi, bytecode, deployedBytecode } = await hre.artifacts.readArtifact(name);
    // A linked library acts for the contract that is linked with it, and refuses calls of its own.
    if (bytecode === "0x" || deployedBytecode.startsWith(LIBRARY)) continue;
    const contract = new Interface(abi);
    // A library that is compiled into others has nothing to call.
    if (contract.fragments.some(({ type }) => type === "constructor" || type === "function"))
      found.set(contractName, contract);
  }
  return found;
}

/** The functions that change state. */
function changing(contract: Interface): FunctionFragment[] {
  const found: FunctionFragment[] = [];
  contract.forEachFunction((fragment) => {
    if (!["view", "pure"].includes(fragment.stateMutability)) found.push(fragment);
  });
  return found;
}

/** By name, or by signature where the list has that. */
const powerOf = (authority: Authority | undefined, fragment: FunctionFragment) =>
  authority?.[fragment.format("sighash")] ?? authority?.[fragment.name];

/** The same powers under the same names, over another storage. */
const SAME: Record<string, string> = { PackedGovernanceToken: "GovernanceToken" };

describe("The list of powers", () => {
  it("says of every function that changes state whom it obeys, and of no other", async () => {
    const [contracts, authority] = await Promise.all([deployables(), authorityOf(DOMAINS)]);
    expect([...contracts.keys()]).to.include.members(["NetworkGovernor", "TimelockController", "VoteEscrow"]);
    for (const [name, contract] of contracts) {
      const powers = authority[SAME[name] ?? name];
      const functions = changing(contract);
      const missing = functions
        .filter((fragment) => !powerOf(powers, fragment))
        .map((fragment) => `${name}.${fragment.name}`);
      expect(missing, "add them to the audit of their domain").to.deep.equal([]);
      const known = [...functions.flatMap((fragment) => [fragment.name, fragment.format("sighash")])];
      if (contract.receive) known.push("receive");
      const stale = Object.keys(powers ?? {}).filter((entry) => !known.includes(entry));
      expect(stale, `${name} has no such function`).to.deep.equal([]);
      if (contract.receive) expect(powers!.receive, `${name}.receive`).to.be.an("object");
    }
  });

  it("is what docs/privileges.md says", async () => {
    const names = [...(await deployables()).keys()];
    expect(readText("docs/privileges.md"), "run npx tsx scripts/privileges.ts").to.equal(
      await privilegesDocument(names),
    );
  });
});

describe("A deployment on its way", () => {
  /** What each contract says to those whom it does not obey. */
  const REFUSAL = /Unauthorized|BadConfirmation|NotTimelock|OnlyTimelock|OnlyExecutor/;

  function zero(type: ParamType): unknown {
    if (type.baseType === "array") return [];
    if (type.baseType === "tuple") return type.components!.map(zero);
    if (type.type === "address") return LOCAL_ACCOUNTS.june;
    if (type.type === "string") return "";
    if (type.type === "bool") return false;
    if (type.type === "bytes") return "0x";
    if (type.type.startsWith("bytes")) return `0x${"00".repeat(Number(type.type.slice(5)))}`;
    return 0;
  }

  it("lets a stranger use none of the powers after any of its transactions", async () => {
    const rpc = await memoryChain(hre.config);
    const config = parseConfig(presets.neuroshard);
    const accounts = resolveAccounts(config, LOCAL_CHAIN);
    const provider = new BrowserProvider(rpc, undefined, { cacheTimeout: -1, pollingInterval: 10 });
    const contracts = await deployNetwork(hre, config, accounts, {
      today: dayOf((await provider.getBlock("latest"))!.timestamp),
      council: async (setting) => ensureCouncil(await provider.getSigner(LOCAL_ACCOUNTS.deployer), setting),
      run: async (module) =>
        namedResults(
          module,
          await carryOut(module, {
            ...{ rpc, artifacts: artifactsOf(hre), deployer: LOCAL_ACCOUNTS.deployer },
            ...{ confirmations: 1, startBlock: 0, poll: 10 },
          }),
        ),
    });
    const last = await provider.getBlockNumber();
    const [abis, authority] = await Promise.all([deployables(), authorityOf(DOMAINS)]);
    const errors = new Map<string, string>();
    for (const abi of abis.values()) abi.forEachError(({ selector, name }) => errors.set(selector, name));
    let tried = 0;
    for (const [name, to] of Object.entries(contracts)) {
      const abi = abis.get(name);
      // The council's Safe is Safe's own contract, and obeys nobody here.
      if (!abi) continue;
      const privileged = changing(abi).filter((fragment) =>
        ["timelock", "governor", "admin"].includes(powerOf(authority[name], fragment)!.holder),
      );
      for (let block = 0; block <= last; block++) {
        if ((await provider.getCode(to, block)) === "0x") continue;
        for (const fragment of privileged) {
          const data = abi.encodeFunctionData(fragment, fragment.inputs.map(zero));
          const answer = await refusalOf(rpc, { from: LOCAL_ACCOUNTS.june, to, data }, block);
          expect(answer, `${name}.${fragment.name} at block ${block}`).to.match(REFUSAL);
          tried += 1;
        }
      }
    }
    provider.destroy();
    expect(tried).to.be.above(100);

    async function refusalOf(node: typeof rpc, call: object, block: number): Promise<string> {
      try {
        await node.request({ method: "eth_call", params: [call, `0x${block.toString(16)}`] });
        return "it went through";
      } catch (error) {
        const { data, message } = error as { data?: string | { data?: string }; message: string };
        const bytes = typeof data === "string" ? data : (data?.data ?? "");
        return errors.get(bytes.slice(0, 10)) ?? message;
      }
    }
  });
});
