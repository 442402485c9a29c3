import { useSite } from "../../data/network";
import { Empty, Page } from "../../ui";
import { Claims } from "./Claims";
import { Sales } from "./Sales";

/** What the network sells and hands out: to buy, to claim, to take back. */
export function Distribution() {
  const { sale, distributor } = useSite().network;
  return (
    <Page lead="Tokens that votes sell or hand out by a list. Nobody can change a sale or a distribution that is open.">
      {sale && <Sales sale={sale} />}
      {distributor && <Claims distributor={distributor} />}
      {!sale && !distributor && (
        <Empty>This network neither sells its token nor hands it out by a list.</Empty>
      )}
    </Page>
  );
}
