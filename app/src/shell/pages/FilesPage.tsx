import { Suspense, useState } from "react";

import { Loading, Page } from "../../ui";
import { WrongNetwork } from "../../wallet";
import { inOrder, lazily, useSections } from "../section";

/** Hands in what somebody else has signed: whoever signs pays nothing and is named, whoever hands it in pays the gas. */
export function FilesPage() {
  const sections = useSections();
  const [tools] = useState(() => lazily(inOrder(sections, ({ tools }) => tools)));
  return (
    <Page lead="What somebody has signed and given to you counts once you hand it in. You pay the gas; you can change nothing of it.">
      <WrongNetwork />
      <Suspense fallback={<Loading rows={8} />}>
        {tools.map((Show, i) => (
          <Show key={i} />
        ))}
      </Suspense>
    </Page>
  );
}
