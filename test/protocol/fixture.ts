import { ethers } from "hardhat";

export const enum Kind {
  None,
  Uint,
  Int,
  Bool,
  Bytes32,
}

/** A left-aligned ASCII string, as keys and namespaces are; unlike ethers' helper it allows all 32 bytes. */
export const key = (text: string) => ethers.zeroPadBytes(ethers.toUtf8Bytes(text), 32);
export const word = (value: bigint | number) => ethers.toBeHex(BigInt.asUintN(256, BigInt(value)), 32);
export const ZERO = word(0);
export const MAX_UINT = word(ethers.MaxUint256);

export const definition = (name: string, kind: Kind, value: string, min = ZERO, max = ZERO) => ({
  key: key(name),
  kind,
  min,
  max,
  value,
});
export const uint = (name: string, value = 0n, min = 0n, max = 1_000n) =>
  definition(name, Kind.Uint, word(value), word(min), word(max));
export const change = (name: string, value: bigint | number | string) => ({
  key: key(name),
  value: typeof value === "string" ? value : word(value),
});

export const MODEL = ethers.id("model 1");
export const SPEC = ethers.id("specification");
export const SPEC_URI = "ipfs://specification";

export const DEFINITIONS = [
  uint("econ.rewardRate", 100n),
  uint("econ.fee", 30n, 1n, 500n),
  definition("train.offset", Kind.Int, word(-5), word(-50), word(50)),
  definition("train.enabled", Kind.Bool, word(1)),
  definition("arch.model", Kind.Bytes32, MODEL),
  definition("emerg.halted", Kind.Bool, word(0)),
];

/** A registry at 1.0.0 whose timelock is the first signer, who is also the default caller. */
export async function deployRegistry(definitions = DEFINITIONS) {
  const [timelock, stranger] = await ethers.getSigners();
  const registry = await ethers.deployContract("ProtocolRegistry", [timelock!.address, definitions]);

  const upgrade = (
    namespace: string,
    changes: ReturnType<typeof change>[],
    options: { compatible?: boolean; specHash?: string } = {},
  ) =>
    registry.upgrade(key(namespace), changes, options.compatible ?? true, options.specHash ?? SPEC, SPEC_URI);
  return { registry, upgrade, timelock: timelock!, stranger: stranger! };
}
