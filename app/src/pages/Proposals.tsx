import { Page } from "../ui";

export function Proposals() {
  return <Page title="Proposals">{null}</Page>;
}
