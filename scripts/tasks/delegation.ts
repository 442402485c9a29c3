import type { ConfigurableTaskDefinition } from "hardhat/types";

/** The options of a command that delegates votes: those of locks, or of tokens in a wallet. */
export function delegationOptions(task: ConfigurableTaskDefinition): void {
  task
    .addOptionalParam("to", "Who votes with them: an address, a name that the deployment knows, or nobody")
    .addFlag("sign", "Only signs: prints the delegation as JSON, for anybody to send")
    .addOptionalParam("valid", 'With --sign: how long it can be sent, like "36h"; default 7d')
    .addOptionalParam("relay", "Sends the signed delegation of this file");
}
