import { expect } from "chai";
import { HDNodeWallet, ZeroAddress } from "ethers";

import {
  accountLabels,
  LOCAL_ACCOUNTS,
  LOCAL_MNEMONIC,
  LOCAL_CHAIN,
  parseConfig,
  presets,
  resolveAccounts,
} from "../../config";
import { networksOf } from "../../scripts/lib/networks";
import { ValidationError } from "@polity/sdk";

describe("The networks of the environment", () => {
  it("are those with an address, by the name in its variable; whose chain it is, no name says", () => {
    const before = process.env;
    process.env = { ...before };
    try {
      Object.assign(process.env, {
        NETWORK_MAINNET_RPC_URL: "http://one",
        NETWORK_BASE_SEPOLIA_RPC_URL: "http://two",
        NETWORK_EMPTY_RPC_URL: "",
        SEPOLIA_RPC_URL: "http://three",
        DEPLOYER_KEY: "0x01",
        SIGNER_KEYS: "0x02, 0x01",
      });
      const { mainnet, "base-sepolia": base, sepolia, empty } = networksOf();
      const accounts = ["0x01", "0x02"];
      expect(mainnet).to.deep.equal({ url: "http://one", accounts });
      expect(base).to.deep.equal({ url: "http://two", accounts });
      expect(sepolia).to.deep.equal({ url: "http://three", accounts });
      expect(empty).to.equal(undefined);
    } finally {
      process.env = before;
    }
  });
});

describe("The accounts of a network", () => {
  const config = parseConfig(presets.neuroshard);
  const labels = accountLabels(config);

  it("are on the local chain the test mnemonic's, in order", () => {
    const root = HDNodeWallet.fromPhrase(LOCAL_MNEMONIC, "", "m/44'/60'/0'/0");
    expect(Object.values(LOCAL_ACCOUNTS)).to.deep.equal(
      Array.from({ length: 20 }, (_, i) => root.deriveChild(i).address),
    );
  });

  it("are named once each, without the timelock and without addresses", () => {
    expect(labels).to.deep.equal(["ada", "ben", "cleo", "dan", "eva", "finn", "gus", "hana", "ivan"]);
    const more = parseConfig({
      ...presets.neuroshard,
      council: { members: ["ada", "kofi"], threshold: 1 },
      vesting: [{ beneficiary: "kofi", amount: "1", duration: "1d", cliff: "0d" }],
      token: {
        ...presets.neuroshard.token,
        supply: "20000001",
        allocation: [{ to: "0x52908400098527886E0F7030069857D2E4169EE7", amount: "20000000", note: "All" }],
      },
    });
    expect(accountLabels(more)).to.deep.equal(["kofi", "ada"]);
  });

  it("resolve on the local chain without further files", () => {
    expect(resolveAccounts(config, LOCAL_CHAIN))
      .to.include({ ada: LOCAL_ACCOUNTS.ada })
      .and.to.have.all.keys(labels);
    const own = resolveAccounts(config, LOCAL_CHAIN, { ada: LOCAL_ACCOUNTS.sven });
    expect(own).to.include({ ada: LOCAL_ACCOUNTS.sven, ben: LOCAL_ACCOUNTS.ben });
  });

  it("are the test accounts on no other chain: all missing labels are named at once", () => {
    expect(() => resolveAccounts(config, 11_155_111))
      .to.throw(ValidationError, "accounts of chain 11155111: 9 problems")
      .with.property("problems")
      .that.satisfies(
        (problems: { field: string }[]) => problems.map(({ field }) => field).join() === labels.join(),
      );
    expect(resolveAccounts(config, 11_155_111, { ...LOCAL_ACCOUNTS })).to.have.all.keys(labels);
  });

  it("are refused when malformed, zero, or inherited", () => {
    for (const [address, message] of [
      ["0x12", "is not an address"],
      ["0x70997970c51812dc3A010C7d01b50e0d17dc79C8", "is not an address"],
      [ZeroAddress, "is the zero address"],
    ] as const) {
      expect(() => resolveAccounts(config, LOCAL_CHAIN, { ada: address })).to.throw(ValidationError, message);
    }
    const inherited = Object.create(LOCAL_ACCOUNTS) as Record<string, string>;
    expect(() => resolveAccounts(config, 11_155_111, inherited)).to.throw(ValidationError, "9 problems");
  });

  it("are refused when two council members are one", () => {
    const council = { members: ["ada", "june"], threshold: 2 };
    const withCouncil = parseConfig({ ...presets.neuroshard, council });
    resolveAccounts(withCouncil, LOCAL_CHAIN);
    expect(() => resolveAccounts(withCouncil, LOCAL_CHAIN, { june: LOCAL_ACCOUNTS.ada })).to.throw(
      ValidationError,
      "june: is 0x70997970C51812dc3A010C7d01b50e0d17dc79C8, which the council already has",
    );
  });
});
