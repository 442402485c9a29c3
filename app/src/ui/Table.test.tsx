// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { inOrder, Table } from "./Table";

afterEach(cleanup);

const rows = Array.from({ length: 5 }, (_, i) => ({ name: `n${i}`, votes: BigInt((i * 7) % 5) }));

describe("A table", () => {
  it("puts amounts in order as numbers, texts as words, and leaves equal rows as they came", () => {
    const amounts = [{ v: 10n ** 30n }, { v: 9n }, { v: 10n }];
    expect(inOrder(amounts, ({ v }) => v).map(({ v }) => v)).toEqual([9n, 10n, 10n ** 30n]);
    expect(inOrder(["b10", "b9", "a"], (text) => text, true)).toEqual(["b10", "b9", "a"]);
    const same = [{ id: 1 }, { id: 2 }, { id: 3 }];
    expect(inOrder(same, () => 0, true)).toEqual(same);
  });

  it("is sorted by its heads, says how, and shows more on request", () => {
    render(
      <Table
        caption="Votes"
        rows={rows}
        rowKey={({ name }) => name}
        page={2}
        empty="none"
        columns={[
          { name: "Name", cell: ({ name }) => name },
          { name: "Votes", by: ({ votes }) => votes, cell: ({ votes }) => String(votes) },
        ]}
      />,
    );
    const cells = () => screen.getAllByRole("cell").map((cell) => cell.textContent);
    expect(cells()).toEqual(["n0", "0", "n1", "2"]);
    fireEvent.click(screen.getByRole("button", { name: /^Votes/ }));
    expect(cells()).toEqual(["n2", "4", "n4", "3"]);
    const head = screen.getByRole("columnheader", { name: /^Votes/ });
    expect(head.getAttribute("aria-sort")).toBe("descending");
    fireEvent.click(screen.getByRole("button", { name: /^Votes/ }));
    expect(cells().slice(0, 2)).toEqual(["n0", "0"]);
    fireEvent.click(screen.getByRole("button", { name: "Show 2 more" }));
    expect(cells()).toHaveLength(8);
  });

  it("asks for no order of one row, and shows fewer where each row is a card", () => {
    const show = (count: number) =>
      render(
        <Table
          caption="Names"
          rows={Array.from({ length: count }, (_, i) => i)}
          rowKey={String}
          empty="none"
          columns={[{ name: "Name", numeric: true, by: (row) => row, cell: String }]}
        />,
      );
    show(1);
    expect(screen.queryByRole("combobox")).toBeNull();
    cleanup();
    show(30);
    expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual([
      ...["as it is", "Name, largest first", "Name, smallest first"],
    ]);
    expect(screen.getAllByRole("cell")).toHaveLength(25);
    cleanup();
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    show(30);
    expect(screen.getAllByRole("cell")).toHaveLength(8);
    vi.unstubAllGlobals();
  });

  it("says in words that it is empty", () => {
    render(<Table caption="Votes" rows={[]} rowKey={String} empty="Nobody has voted." columns={[]} />);
    expect(screen.getByText("Nobody has voted.")).toBeDefined();
    expect(screen.queryByRole("table")).toBeNull();
  });
});
