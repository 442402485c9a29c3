import { expect } from "chai";
import type { Chain } from "viem";
import * as chains from "viem/chains";

import { checkSupported } from "../../deploy/unsupported";

/** Chains of ZKsync's list that run ZKsync OS: there, contracts have Ethereum's addresses. */
const ZKSYNC_OS = [chains.battlechain.id, chains.battlechainTestnet.id] as number[];

/** Nodes on one's own machine share their ids with chains of others. */
const isLocal = ({ rpcUrls }: Chain) => rpcUrls.default.http.some((url) => url.includes("localhost"));

describe("Chains that derive addresses in their own way", () => {
  const known = Object.values<Chain>(chains).filter(
    ({ serializers }) => serializers !== undefined && serializers === chains.zksync.serializers,
  );

  it("are refused, all that viem knows to sign transactions as ZKsync does", () => {
    expect(known.map(({ id }) => id)).to.include.members([
      chains.zksync.id,
      chains.abstract.id,
      chains.sophon.id,
    ]);
    for (const chain of known) {
      const { id, name } = chain;
      if (ZKSYNC_OS.includes(id) || isLocal(chain)) continue;
      expect(() => checkSupported(id), name).to.throw(`(chain ${id}) is not supported`);
    }
  });

  it("are none of those that a network can be on", () => {
    for (const { id, name } of [
      chains.mainnet,
      chains.sepolia,
      chains.base,
      chains.arbitrum,
      chains.optimism,
      chains.adi,
      chains.battlechain,
      chains.hardhat,
    ]) {
      expect(() => checkSupported(id), name).to.not.throw();
    }
  });
});

describe("Chains whose contracts see another chain's blocks", () => {
  it("are refused for rounds", () => {
    expect(() => checkSupported(chains.arbitrum.id, { rounds: {} })).to.throw("can have no rounds");
    expect(() => checkSupported(chains.mainnet.id, { rounds: {} })).to.not.throw();
  });

  it("are refused for a court alone", () => {
    for (const { id } of [chains.arbitrum, chains.arbitrumNova, chains.arbitrumSepolia]) {
      expect(() => checkSupported(id, { court: {} })).to.throw(`(chain ${id}) can have no court`);
      expect(() => checkSupported(id, { court: undefined })).to.not.throw();
      expect(() => checkSupported(id, {})).to.not.throw();
    }
    for (const { id } of [chains.mainnet, chains.base, chains.optimism, chains.hardhat])
      expect(() => checkSupported(id, { court: {} })).to.not.throw();
  });
});
