import { formatTokens, parseAmount, parseDuration } from "@polity/sdk/format";
import { Payer } from "@polity/sdk/usage";
import { readText } from "../../scripts/lib/text";
import { required, text } from "../core/command";
import { signedCommand } from "../core/context";
import { CHANNEL, saltIn, serviceIn, settlementIn } from "../parts/market";
import { tokenOf } from "../parts/treasury";

export default signedCommand({
  words: "Asks a service's gateway one thing, and pays for it: what it asks for beyond the limits is refused",
  options: {
    ...CHANNEL,
    url: required("The gateway's address, such as https://example.org/v1/chat/completions"),
    request: required("A file with the request, as OpenAI's interface has it"),
    most: text("The most for the request, in whole tokens; default 1"),
    deposit: text("What is put into the channel when it is used up, in whole tokens; default 10"),
  },
  async run(context) {
    const { host, signer, options, nameOf } = context;
    const [{ market, service }, settlement, { address: token }] = await Promise.all([
      serviceIn(context, options.service),
      settlementIn(context),
      tokenOf(context, options.token),
    ]);
    const payer = new Payer(signer, host.provider, settlement, {
      ...{ till: service.till, token, salt: saltIn(context) },
      authorizer: (account) => market.isAuthorizer(service.id, account),
      perRequest: parseAmount(options.most ?? "1"),
      deposit: parseAmount(options.deposit ?? "10"),
      withdrawDelay: parseDuration(options.withdrawDelay ?? "1d"),
    });
    const { response, charged } = await payer.fetch(options.url, {
      ...{ method: "POST", headers: { "content-type": "application/json" } },
      body: readText(options.request, "give a file that can be read"),
    });
    const answer = await response.text();
    return {
      text: `${answer}\n${nameOf(signer.address)} has paid ${formatTokens(charged)} tokens to service ${service.id}`,
      json: { service: service.id, charged, status: response.status, answer },
      ...(!response.ok && { failed: true }),
    };
  },
});
