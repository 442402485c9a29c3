// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { Apart } from "./Markdown";

afterEach(cleanup);

it("Foreign text that cannot be laid out stands there as it was written, and what is beside it stays", () => {
  const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const Broken = () => {
    throw new RangeError("Maximum call stack size exceeded");
  };
  const page = render(
    <>
      <Apart text={"> pay \u202e000,1"}>
        <Broken />
      </Apart>
      <button>Vote</button>
    </>,
  ).container;
  expect(page.querySelector("pre")!.textContent).toBe("> pay \ufffd000,1");
  expect(page.querySelector("button")!.textContent).toBe("Vote");
  silent.mockRestore();
});
