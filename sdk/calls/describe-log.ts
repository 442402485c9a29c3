import { decodeBytes32String } from "ethers";

import type { Network } from "../deployment";
import { formatAmount } from "../format";
import { decodeParameter, formatParameter, PARAMETER_KINDS } from "../nep/parameters";
import { contractName } from "./decode";
import { formatLog, type DecodedLog } from "./events";

/** What an event says has changed, in plain words; an event that is not known, as it is encoded. */
export async function describeLog(network: Network, log: DecodedLog): Promise<string> {
  const { addresses, registry } = network;
  const { args } = log.event ?? {};
  if (!args) return formatLog(addresses, log);
  const valueOf = async (word: string) => {
    const { kind } = await registry.parameter(args.key as string);
    return formatParameter(decodeParameter(PARAMETER_KINDS[Number(kind) - 1]!, word));
  };
  const tokens = () => `${formatAmount(args.value as bigint)} tokens`;
  switch (`${log.contract}.${log.event!.name}`) {
    case "ProtocolRegistry.ParameterChanged": {
      const [before, after] = [await valueOf(String(args.oldValue)), await valueOf(String(args.newValue))];
      return `${decodeBytes32String(String(args.key))}: ${before} → ${after}`;
    }
    case "ProtocolRegistry.BoundsChanged": {
      const words = [args.oldMin, args.oldMax, args.newMin, args.newMax].map((word) => valueOf(String(word)));
      const [oldMin, oldMax, newMin, newMax] = await Promise.all(words);
      const key = decodeBytes32String(String(args.key));
      return `bounds of ${key}: ${oldMin!} to ${oldMax!} → ${newMin!} to ${newMax!}`;
    }
    case "ProtocolRegistry.VersionActivated":
      return `the network runs version ${[args.major, args.minor, args.patch].join(".")}`;
    case "GovernanceToken.Transfer": {
      if (BigInt(args.from as string) === 0n)
        return `mints ${tokens()} to ${contractName(addresses, String(args.to))}`;
      if (BigInt(args.to as string) === 0n)
        return `burns ${tokens()} of ${contractName(addresses, String(args.from))}`;
      return `${tokens()} go from ${contractName(addresses, String(args.from))} to ${contractName(addresses, String(args.to))}`;
    }
    default:
      return formatLog(addresses, log);
  }
}
