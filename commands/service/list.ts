import { formatPercent, formatTokens } from "@polity/sdk/format";
import { readServices, readStars, readTokens, requireMarket, type Service } from "@polity/sdk/market";
import { formatTable } from "../../scripts/lib/table";
import { flag, text } from "../core/command";
import { readingCommand } from "../core/context";
import { kindOf, starsText, uintOf } from "../parts/market";
import { nowOf, who } from "../parts/work";
import { Till__factory } from "../../typechain-types/factories/contracts/market/Till__factory";

export default readingCommand({
  words: "Lists the services of the market, with their stakes and with the stars that payments stand behind",
  options: {
    kind: text("Only services of this kind"),
    all: flag("Also those that are off the list or gone, and those whose rating is too low to be shown"),
  },
  async run(context) {
    const { network, options, deployment, host } = context;
    const market = requireMarket(network);
    const [services, tokens, now, least] = await Promise.all([
      readServices(market),
      readTokens(market, deployment.block),
      nowOf(context),
      uintOf(context, network.conventions?.market?.minRating),
    ]);
    const wanted = services
      .filter(({ status }) => options.all || status === "listed")
      .filter((service) => options.kind === undefined || kindOf(context, service) === options.kind);
    const read = async (service: Service) => {
      const [stars, { developerBps }] = await Promise.all([
        readStars(market, service.id, tokens, now),
        Till__factory.connect(service.till, host.provider).terms(),
      ]);
      return { ...service, kind: kindOf(context, service), developerBps, stars };
    };
    const found = (await Promise.all(wanted.map(read))).filter(
      ({ stars }) => options.all || stars.every(({ milli }) => milli >= least),
    );
    const rows = await Promise.all(
      found.map(async ({ id, kind, provider, status, stake, developerBps, stars }) => [
        ...[String(id), kind, who(context, provider), `${formatTokens(stake)} tokens`],
        ...[formatPercent(developerBps), await starsText(context, stars), status],
      ]),
    );
    return {
      text:
        rows.length > 0
          ? formatTable([["service", "kind", "by", "stake", "for apps", "stars", "it is"], ...rows])
          : "no service is listed; --all shows those that were",
      json: { services: found },
    };
  },
});
