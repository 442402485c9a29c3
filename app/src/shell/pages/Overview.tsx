import { useSite } from "../../data/network";
import { WithHistory } from "../../parts/WithHistory";
import { Card, Page, Stats } from "../../ui";
import { inOrder, useSections } from "../section";
import { ActivityList } from "./ActivityList";
import { AskedOfYou } from "./AskedOfYou";
import { newestOf } from "./newest";

/** The network at a glance: what each section has to say of itself. */
export function Overview() {
  const { deployment } = useSite();
  const sections = useSections();
  return (
    <Page title={deployment.name}>
      <Stats>
        {inOrder(sections, ({ overview }) => overview?.figures).map(({ Show }, i) => (
          <Show key={i} />
        ))}
      </Stats>
      <AskedOfYou />
      {inOrder(sections, ({ overview }) => overview?.cards).map(({ Show }, i) => (
        <Show key={i} />
      ))}
      <Card title="Lately">
        <WithHistory rows={8}>
          {({ history }) => <ActivityList lines={newestOf(sections, history, 12)} />}
        </WithHistory>
      </Card>
    </Page>
  );
}
