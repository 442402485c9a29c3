import { useSite } from "../../data/network";
import { WithHistory } from "../../parts/WithHistory";
import { Card, Page, Stats } from "../../ui";
import { inOrder, useSections } from "../section";
import { ActivityList } from "./ActivityList";
import { AskedOfYou } from "./AskedOfYou";
import { newestOf } from "./newest";

/** What is asked of the reader first, then what is open, then the network in its figures: each section's own. */
export function Home() {
  const { deployment } = useSite();
  const sections = useSections();
  return (
    <Page title={deployment.name}>
      <AskedOfYou />
      {inOrder(sections, ({ overview }) => overview?.cards).map(({ Show }, i) => (
        <Show key={i} />
      ))}
      <Stats>
        {inOrder(sections, ({ overview }) => overview?.figures).map(({ Show }, i) => (
          <Show key={i} />
        ))}
      </Stats>
      <Card title="Lately">
        <WithHistory rows={8}>
          {({ history }) => <ActivityList lines={newestOf(sections, history, 12)} />}
        </WithHistory>
      </Card>
    </Page>
  );
}
