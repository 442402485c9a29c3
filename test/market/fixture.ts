import type { HardhatEthersSigner as Wallet } from "@nomicfoundation/hardhat-ethers/signers";
import { ethers } from "hardhat";

import type {} from "../../typechain-types/hardhat";
import { definition, key, Kind, uint, word } from "../protocol/fixture";

export const ONE = 10n ** 18n;
export const DAY = 24n * 60n * 60n;
export const EXIT_DELAY = 90n * DAY;
export const MIN_STAKE = 1_000n * ONE;
/** The largest that the registry takes here: of more whole tokens than there can be base units. */
export const MAX_STAKE = 2n ** 255n;
export const USAGE_BPS = 500n;
export const BURN_BPS = 2_000n;
export const DEVELOPER_BPS = 2_000n;
export const FACTOR = 2n;
export const FEE = ONE / 10n;
export const METADATA = ethers.id("a model's card");
export const URI = "ipfs://card";
export const Status = { Listed: 1n, Delisted: 2n, Gone: 3n } as const;
/** The rulings of a dispute: the provider keeps what it was paid, or gives it back. */
export const KEEP = 1n;
export const REFUND = 2n;

export const PARAMETERS = [
  uint("market.minStake", MIN_STAKE / ONE, 0n, MAX_STAKE),
  uint("rewards.developerBps", 1_000n, 0n, 10_000n),
  uint("fees.usageBps", USAGE_BPS, 0n, 10_000n),
  uint("fees.burnBps", BURN_BPS, 0n, 20_000n),
  definition("emerg.pauseListing", Kind.Bool, word(0)),
  definition("emerg.pausePayments", Kind.Bool, word(0)),
];
export const KEYS = {
  minStake: key("market.minStake"),
  minDeveloperBps: key("rewards.developerBps"),
  usageBps: key("fees.usageBps"),
  burnBps: key("fees.burnBps"),
  pauseListing: key("emerg.pauseListing"),
  pauseSweep: key("emerg.pausePayments"),
};

/** A salt that names an app, as {ITill} describes it. */
export const saltOf = (app: string, number = 0) =>
  ethers.concat([ethers.toUtf8Bytes("POLITYAP"), ethers.toBeHex(number, 4), app]);

/**
 * A market over stand-ins of x402's settlement and Permit2, with a registry, a treasury that takes the network's token and a
 * dollar, and a stock arbitrator. The first signer is the timelock and the default caller.
 */
export async function deployMarket() {
  const [timelock, provider, payer, app, stranger, other] = (await ethers.getSigners()) as [
    ...[Wallet, Wallet, Wallet, Wallet, Wallet, Wallet],
  ];
  const holders = [timelock, provider, payer, other];
  const token = await ethers.deployContract("GovernanceToken", [
    ...["Test", "TEST"],
    timelock,
    holders.map(({ address }) => ({ account: address, amount: 1_000_000n * ONE })),
    2n ** 96n - 1n,
    0,
  ]);
  const dollar = await ethers.deployContract("OddToken");
  for (const { address } of holders) await dollar.mint(address, 1_000_000n * ONE);
  const treasury = await ethers.deployContract("Treasury", [
    timelock,
    ethers.ZeroAddress,
    [token, dollar].map((each) => ({ token: each, cap: 1_000_000n * ONE })),
  ]);
  const registry = await ethers.deployContract("ProtocolRegistry", [timelock, PARAMETERS]);
  const settlement = await ethers.deployContract("BatchSettlementStandIn");
  const permit2 = await ethers.deployContract("Permit2StandIn");
  const collector = await ethers.deployContract("Permit2CollectorStandIn", [settlement, permit2]);
  const arbitrator = await ethers.deployContract("CentralArbitrator");
  const setup = {
    ...{ settlement, treasury, token, registry, kinds: 4, factor: FACTOR, exitDelay: EXIT_DELAY },
    ...{ keys: KEYS, tokens: [token, dollar] },
  };
  const market = await ethers.deployContract("Market", [setup]);
  await market.setArbitrator(arbitrator, "0x", "ipfs://meaning");
  await token.connect(provider).approve(market, ethers.MaxUint256);
  for (const each of [payer, other])
    for (const paid of [token, dollar]) await paid.connect(each).approve(permit2, ethers.MaxUint256);

  const listing = (changes: Record<string, unknown> = {}) => ({
    ...{ kind: 0, developerBps: DEVELOPER_BPS, stake: MIN_STAKE, metadata: METADATA },
    ...changes,
  });
  /** Lists a service of the provider, which is its own authorizer too; answers its number and its till. */
  const list = async (changes: Record<string, unknown> = {}) => {
    await market.connect(provider).list(listing(changes), URI);
    const id = await market.serviceCount();
    await market.connect(provider).addAuthorizer(id, provider);
    const till = await ethers.getContractAt("Till", (await market.serviceOf(id)).till);
    return { id, till };
  };

  const channel = (till: { target: unknown }, changes: Record<string, unknown> = {}) => ({
    payer: payer.address,
    payerAuthorizer: ethers.ZeroAddress,
    receiver: till.target as string,
    receiverAuthorizer: provider.address,
    token: token.target as string,
    withdrawDelay: DAY,
    salt: ethers.ZeroHash,
    ...changes,
  });
  type Channel = ReturnType<typeof channel>;

  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "x402 Batch Settlement", version: "1", chainId };
  const signerOf = (address: string) => [...holders, stranger, app].find((each) => each.address === address)!;
  let nonce = 0n;
  /** Puts money into a channel, by a signature for Permit2 that a stranger brings. */
  const deposit = async (config: Channel, amount: bigint) => {
    const deadline = 2n ** 48n;
    const id = await settlement.getChannelId(config);
    const signature = await signerOf(config.payer).signTypedData(
      { name: "Permit2", chainId, verifyingContract: permit2.target as string },
      {
        PermitWitnessTransferFrom: [
          { name: "permitted", type: "TokenPermissions" },
          { name: "spender", type: "address" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
          { name: "witness", type: "DepositWitness" },
        ],
        TokenPermissions: [
          { name: "token", type: "address" },
          { name: "amount", type: "uint256" },
        ],
        DepositWitness: [{ name: "channelId", type: "bytes32" }],
      },
      {
        ...{ permitted: { token: config.token, amount }, spender: collector.target, nonce, deadline },
        witness: { channelId: id },
      },
    );
    const data = ethers.AbiCoder.defaultAbiCoder().encode(
      ["uint256", "uint256", "bytes", "bytes"],
      [nonce++, deadline, signature, "0x"],
    );
    return settlement.connect(stranger).deposit(config, amount, collector, data);
  };
  /** What the payer has signed for `total`, of which the service claims all. */
  const voucher = async (config: Channel, total: bigint) => ({
    voucher: { channel: config, maxClaimableAmount: total },
    signature: await signerOf(config.payer).signTypedData(
      { ...domain, verifyingContract: settlement.target as string },
      {
        Voucher: [
          { name: "channelId", type: "bytes32" },
          { name: "maxClaimableAmount", type: "uint128" },
        ],
      },
      { channelId: await settlement.getChannelId(config), maxClaimableAmount: total },
    ),
    totalClaimed: total,
  });
  /** Pays `amount` more through a channel: deposited, signed for and claimed. */
  const pay = async (config: Channel, amount: bigint) => {
    const id = await settlement.getChannelId(config);
    const { totalClaimed } = await settlement.channels(id);
    await deposit(config, amount);
    await settlement
      .connect(signerOf(config.receiverAuthorizer))
      .claim([await voucher(config, totalClaimed + amount)]);
    return id;
  };
  return {
    ...{ timelock, provider, payer, app, stranger, other, token, dollar, treasury, registry, settlement },
    ...{ permit2, collector, arbitrator, market, setup, listing, list, channel, deposit, voucher, pay },
  };
}
