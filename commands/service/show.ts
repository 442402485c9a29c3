import { formatPercent, formatTimestamp, formatTokens } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import {
  readAuthorizers,
  readCertificates,
  readStars,
  readTill,
  readTokens,
  readUri,
} from "@polity/sdk/market";
import { readingCommand } from "../core/context";
import { agentText, balancesOf, kindOf, SERVICE, serviceIn, starsText } from "../parts/market";
import { nowOf, who } from "../parts/work";

export default readingCommand({
  words: "Shows a service: who provides it and claims for it, its certificates, its stars and its till",
  options: { service: SERVICE },
  async run(context) {
    const { network, deployment, host, options } = context;
    const { market, service, till } = await serviceIn(context, options.service);
    const fromBlock = deployment.block;
    const now = await nowOf(context);
    const own = network.addresses.GovernanceToken;
    const [tokens, authorizers, uri, certificates, { developerBps }, book] = await Promise.all([
      readTokens(market, fromBlock),
      readAuthorizers(market, service.id, fromBlock),
      readUri(market, service.id, fromBlock),
      readCertificates(network.credentials, service, { now, fromBlock }),
      till.terms(),
      readTill(service, balancesOf(own, host.provider), market),
    ]);
    const stars = await readStars(market, service.id, tokens, now);
    const kind = kindOf(context, service);
    return {
      text: [
        `service ${service.id}, ${kind}, is ${service.status}`,
        `provided by   ${who(context, service.provider)}, with a stake of ${formatTokens(service.stake)} tokens`,
        `described by  ${service.metadata}${uri ? ` at ${visible(uri)}` : ""}`,
        ...(service.agent ? [`it is         ${await agentText(service, host.provider)}`] : []),
        `claimed by    ${authorizers.map((one) => who(context, one)).join(", ") || "nobody: it cannot be paid yet"}`,
        `for apps      ${formatPercent(developerBps)} of what they bring`,
        `stars         ${await starsText(context, stars)}`,
        ...certificates.map(
          (each) =>
            `certificate   ${each.class} until ${formatTimestamp(each.until)}${each.outdated ? ", of an earlier description" : ""}`,
        ),
        `its till      ${service.till}`,
        `holds         ${formatTokens(book.provider)} tokens for the provider, ${formatTokens(book.developers)} for apps, ${formatTokens(book.unswept)} not split yet`,
        ...(service.exitAt === undefined
          ? []
          : [`it leaves     its stake is free on ${formatTimestamp(service.exitAt)}`]),
        ...(service.openDisputes === 0 ? [] : [`disputes      ${service.openDisputes} are open`]),
      ].join("\n"),
      json: {
        service: { ...service, kind, developerBps, uri },
        authorizers,
        stars,
        certificates,
        till: book,
      },
    };
  },
});
