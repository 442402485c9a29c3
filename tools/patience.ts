import { ProviderWrapper } from "hardhat/plugins";
import type { EIP1193Provider, ProviderExtender, RequestArguments } from "hardhat/types";

import type { RetryOptions, Requester } from "@polity/sdk/provider";
import { patienceWith } from "../scripts/lib/patience";

/** The one patience of all commands, for every request to a network with an address; what is asked at once goes out as one. */
export function patience(options: RetryOptions = {}): ProviderExtender {
  return async (provider, { networks }, network) => {
    if (!("url" in networks[network]!)) return provider;
    // Loaded here, since every command loads the configuration, and most ask no chain.
    const [{ patientRequest }, { inBatches }] = await Promise.all([
      import("@polity/sdk/provider"),
      import("./batches"),
    ]);
    const { onAnswer, retry } = await patienceWith(network, options);
    const request = async (asked: RequestArguments) => {
      const answer = await provider.request(asked);
      onAnswer();
      return answer;
    };
    const alone: Requester = (asked) => patientRequest(request, retry)(asked);
    return new Patient(provider, inBatches(provider, { alone, retry, onAnswer }));
  };
}

class Patient extends ProviderWrapper {
  constructor(
    provider: EIP1193Provider,
    private readonly ask: Requester,
  ) {
    super(provider);
  }

  public override request(asked: RequestArguments): Promise<unknown> {
    return this.ask(asked);
  }
}
