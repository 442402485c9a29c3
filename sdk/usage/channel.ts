import {
  concat,
  getAddress,
  getBytes,
  hexlify,
  keccak256,
  toBeHex,
  toUtf8Bytes,
  TypedDataEncoder,
  ZeroAddress,
} from "ethers";

/** A channel of x402's `batch-settlement`: from a payer to a receiver. What it says never changes; its hash is its id. */
export interface Channel {
  payer: string;
  /** Who signs vouchers; the zero address for the payer. */
  payerAuthorizer: string;
  receiver: string;
  /** Who claims. */
  receiverAuthorizer: string;
  token: string;
  /** How long the payer waits for what was not claimed, in seconds. */
  withdrawDelay: number;
  salt: string;
}

/** The chain and the contract of settlement that an id and a signature are of. */
export interface Where {
  chainId: bigint;
  settlement: string;
}

const CHANNEL = {
  ChannelConfig: [
    { name: "payer", type: "address" },
    { name: "payerAuthorizer", type: "address" },
    { name: "receiver", type: "address" },
    { name: "receiverAuthorizer", type: "address" },
    { name: "token", type: "address" },
    { name: "withdrawDelay", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
};

/** What signatures are made for: a voucher of another chain or contract pays nothing here. */
export const domainOf = ({ chainId, settlement }: Where) => ({
  ...{ name: "x402 Batch Settlement", version: "1", chainId, verifyingContract: settlement },
});

/** A function of EIP-712's hash of messages of one kind. What does not change from message to message is computed once. */
export function hashing(types: ConstructorParameters<typeof TypedDataEncoder>[0]) {
  const encoder = TypedDataEncoder.from(types);
  let last: { chainId: bigint; settlement: string; domain: string } | undefined;
  return (where: Where, message: object): string => {
    if (last?.chainId !== where.chainId || last.settlement !== where.settlement) {
      const { chainId, settlement } = where;
      last = { chainId, settlement, domain: TypedDataEncoder.hashDomain(domainOf(where)) };
    }
    return keccak256(concat(["0x1901", last.domain, encoder.hash(message)]));
  };
}

export const channelIdOf: (where: Where, channel: Channel) => string = hashing(CHANNEL);

/** Who signs the channel's vouchers. */
export const voucherSignerOf = ({ payer, payerAuthorizer }: Channel): string =>
  payerAuthorizer === ZeroAddress ? payer : payerAuthorizer;

/** Eight bytes by which a till knows that a salt names an app. */
const APP = toUtf8Bytes("POLITYAP");

/** The salt of a channel that an app has brought: its share of what is paid there is the app's. */
export const appSalt = (app: string, number = 0): string =>
  concat([APP, toBeHex(number, 4), getAddress(app)]);

/** The app that a salt names, if it names one. */
export function appOf(salt: string): string | undefined {
  const app = getAddress(`0x${salt.slice(-40)}`);
  return hexlify(getBytes(salt).slice(0, APP.length)) === hexlify(APP) && app !== ZeroAddress
    ? app
    : undefined;
}
