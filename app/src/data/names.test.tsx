// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { ADA, BEN } from "../../test/fakes";
import { FakeEns } from "../../../test/helpers/fake-ens";
import { Address } from "../ui";
import { describeSignature } from "../actions/signatures";

let ens = new FakeEns();
const site = {
  deployment: { chainId: 1, contracts: {} },
  names: {} as Record<string, string>,
  provider: ens.provider,
};
vi.mock("./network", () => ({ useSite: () => site }));

beforeEach(() => {
  ens = new FakeEns();
  Object.assign(site, { deployment: { chainId: 1, contracts: {} }, names: {}, provider: ens.provider });
});
afterEach(cleanup);

const show = (...addresses: string[]) =>
  render(
    <>
      {addresses.map((address, i) => (
        <Address key={i} address={address} full />
      ))}
    </>,
  );

it("shows an account's own name beside its digits, asked for once however often it is shown", async () => {
  ens.set(ADA, "ada.eth");
  show(ADA, ADA, ADA);
  await waitFor(() => expect(screen.getAllByText("ada.eth")).toHaveLength(3));
  expect(screen.getAllByText(ADA, { selector: ".address-digits" })).toHaveLength(3);
  expect(ens.asked).toHaveLength(4);
});

it("shows no name that leads to somebody else, or looks like another one", async () => {
  ens.set(ADA, "ben.eth", BEN);
  ens.set(BEN, "Ben.eth");
  const { container } = show(ADA, BEN);
  await waitFor(() => expect(ens.asked.length).toBeGreaterThanOrEqual(6));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(container.querySelector(".address-name")).toBe(null);
});

it("puts the network's contracts and the site's own list before it, and asks nobody on a chain without names", async () => {
  ens.set(ADA, "ada.eth");
  site.names[ADA] = "Ada of the list";
  show(ADA);
  screen.getByText("Ada of the list");
  cleanup();
  Object.assign(site, { names: {}, deployment: { chainId: 31_337, contracts: {} } });
  show(ADA);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ens.asked).toEqual([]);
});

it("says the whole address in what is signed, whatever the account calls itself", () => {
  ens.set(BEN, "ada.eth");
  const types = { Delegation: [{ name: "delegatee", type: "address" }] };
  const [words] = describeSignature({}, types, { delegatee: BEN, expiry: 0 });
  expect(words).toBe(`gives your votes to ${BEN}; your tokens stay where they are`);
});
