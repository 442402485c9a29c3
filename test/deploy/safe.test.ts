import { loadFixture, setCode } from "@nomicfoundation/hardhat-network-helpers";
import * as deployments from "@safe-global/safe-deployments";
import { expect } from "chai";
import { keccak256, ZeroAddress, type Provider, type Signer } from "ethers";
import hre from "hardhat";

import { LOCAL_CHAIN } from "../../config";
import { ensureCouncil, predictCouncil } from "../../deploy/council";
import { installSafe, safeContracts } from "../../deploy/safe";
import { connectSafe, readSafe, SAFE_CODE } from "@polity/sdk/safe/read";
import { buildSafeTransaction } from "@polity/sdk/safe/transaction";
import { signSafeTransaction } from "@polity/sdk/safe/sign";
import { executeSafeTransaction } from "@polity/sdk/safe/execute";
import { fails } from "../helpers/fails";
import { deployCouncil } from "../helpers/safe";

/** What Safe's registry and explorers list for 1.5.0, written down here once more. */
const CANONICAL = {
  proxyFactory: "0x14F2982D601c9458F93bd70B218933A6f8165e7b",
  singleton: "0xEdd160fEBBD92E350D4D398fb636302fccd67C7e",
  fallbackHandler: "0x3EfCBb83A4A7AfcB4F68D501E2c2203a38be77f4",
};

describe("Safe's contracts", () => {
  async function installed() {
    const [deployer] = await hre.ethers.getSigners();
    return { deployer: deployer!, contracts: await safeContracts(deployer!) };
  }

  /** The local chain under another id, as a public one would answer. */
  function posing(deployer: Signer, chainId: number): Signer {
    const provider = {
      getNetwork: () => Promise.resolve({ chainId: BigInt(chainId) }),
      getCode: (address: string) => deployer.provider!.getCode(address),
    } as unknown as Provider;
    const sendTransaction = () => Promise.reject(new Error("nothing may be deployed here"));
    return { provider, sendTransaction } as unknown as Signer;
  }

  it("come to their canonical addresses on the local chain", async () => {
    const { contracts } = await loadFixture(installed);
    expect(contracts).to.deep.equal(CANONICAL);
    expect(CANONICAL).to.include(SAFE_CODE);
  });

  it("have the code of Safe's registry there, byte for byte", async () => {
    const { deployer } = await loadFixture(installed);
    const code = await deployer.provider.getCode(CANONICAL.singleton);
    expect(keccak256(code)).to.equal("0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc");
  });

  it("are there for Safe's own tools too on the local chain, all eight as its registry has them", async () => {
    const { deployer } = await loadFixture(installed);
    const registries = [
      ...[deployments.getProxyFactoryDeployments, deployments.getSafeL2SingletonDeployments],
      ...[deployments.getCompatibilityFallbackHandlerDeployments, deployments.getMultiSendDeployments],
      ...[deployments.getMultiSendCallOnlyDeployments, deployments.getSignMessageLibDeployments],
      ...[deployments.getCreateCallDeployments, deployments.getSimulateTxAccessorDeployments],
    ];
    for (const registry of registries) {
      const { address, codeHash } = registry({ version: "1.5.0" })!.deployments.canonical!;
      expect(keccak256(await deployer.provider.getCode(address)), address).to.equal(codeHash);
    }
  });

  it("are installed once: a second time sends nothing", async () => {
    const { deployer } = await loadFixture(installed);
    const before = await deployer.getNonce();
    await installSafe(deployer, LOCAL_CHAIN);
    expect(await deployer.getNonce()).to.equal(before);
  });

  it("are taken as they are on a public chain", async () => {
    const { deployer } = await loadFixture(installed);
    expect(await safeContracts(posing(deployer, 11_155_111))).to.deep.equal(CANONICAL);
  });

  it("are not deployed to a public chain that the registry does not know", async () => {
    const { deployer } = await loadFixture(installed);
    await fails(
      safeContracts(posing(deployer, 123_456_789)),
      /^Safe 1\.5\.0 is not deployed on chain 123456789/,
    );
  });

  it("are refused when a chain has none where the registry says", async () => {
    const [deployer] = await hre.ethers.getSigners();
    const empty = posing(deployer!, 1);
    (empty.provider as { getCode: unknown }).getCode = () => Promise.resolve("0x");
    await fails(safeContracts(empty), /^chain 1 has no code at 0x14F2\w+, for Safe's proxyFactory/);
  });

  for (const [part, address] of Object.entries(CANONICAL)) {
    it(`are refused when the ${part} has other code`, async () => {
      const { deployer } = await loadFixture(installed);
      await setCode(address, "0x60016000f3");
      const message = new RegExp(`^chain 1 has other code than Safe's at ${address}, for Safe's ${part}`);
      await fails(safeContracts(posing(deployer, 1)), message);
      // Nor is it mended on a local chain.
      await fails(safeContracts(deployer), /other code than Safe's/);
    });
  }

  it("cannot be installed where Safe has signed no factory", async () => {
    const { deployer } = await loadFixture(installed);
    await fails(installSafe(deployer, 123_456_789), /has no transaction for chain 123456789/);
  });
});

describe("A council's Safe", () => {
  it("has the owners and the threshold of its setting, no module and no guard", async () => {
    const { safe, setting } = await loadFixture(deployCouncil);
    expect(await readSafe(safe)).to.deep.equal({
      address: await safe.getAddress(),
      owners: setting.members,
      threshold: 3,
      nonce: 0,
      version: "1.5.0",
      singleton: CANONICAL.singleton,
      fallbackHandler: CANONICAL.fallbackHandler,
      modules: [],
      guard: ZeroAddress,
      moduleGuard: ZeroAddress,
    });
  });

  it("is where its setting says, before it exists", async () => {
    const { deployer, setting } = await loadFixture(deployCouncil);
    const later = { ...setting, name: "Later" };
    const predicted = await predictCouncil(deployer, later);
    expect(await deployer.provider.getCode(predicted)).to.equal("0x");
    expect(await ensureCouncil(deployer, later)).to.equal(predicted);
  });

  it("is another for another name, other members or another threshold", async () => {
    const { deployer, setting, id } = await loadFixture(deployCouncil);
    const changes = [{ name: "Other" }, { members: setting.members.slice(1) }, { threshold: 4 }];
    const others = await Promise.all(
      changes.map((change) => predictCouncil(deployer, { ...setting, ...change })),
    );
    expect(new Set([id.address, ...others]).size).to.equal(4);
  });

  it("is taken as it is when somebody has made it first", async () => {
    const { stranger, deployer, setting } = await loadFixture(deployCouncil);
    const early = { ...setting, name: "Early" };
    const address = await ensureCouncil(stranger, early);
    const before = await deployer.getNonce();
    expect(await ensureCouncil(deployer, early)).to.equal(address);
    expect(await deployer.getNonce()).to.equal(before);
  });

  for (const [what, method, args, message] of [
    ["its threshold", "changeThreshold", [2], /was changed: its threshold is 2/],
    ["a member", "addOwnerWithThreshold", [CANONICAL.singleton, 3], /was changed: its owners are 0x/],
    ["a module", "enableModule", [CANONICAL.proxyFactory], /the module 0x14F2\w+ can move it without/],
    [
      "its fallback handler",
      "setFallbackHandler",
      [CANONICAL.proxyFactory],
      /its fallback handler is 0x14F2/,
    ],
  ] as const) {
    it(`is refused when its owners have since changed ${what}`, async () => {
      const { deployer, members, safe, id, setting } = await loadFixture(deployCouncil);
      const data = safe.interface.encodeFunctionData(method as "changeThreshold", args as never);
      const transaction = buildSafeTransaction({ to: id.address, data }, 0);
      const signatures = await Promise.all(
        members.slice(0, 3).map((member) => signSafeTransaction(safe, member, id, transaction)),
      );
      await executeSafeTransaction(safe, deployer, id, transaction, signatures);
      await fails(ensureCouncil(deployer, setting), message);
    });
  }

  it("cannot be read where there is none", async () => {
    const { deployer } = await loadFixture(deployCouncil);
    await fails(readSafe(connectSafe(deployer.address, deployer)), /^there is no Safe at 0x/);
  });
});
