// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import { PolityError } from "@polity/sdk/errors";
import { Field, useForm } from "./form";
import { FileInput } from "./SignedFile";

afterEach(cleanup);

function Form({ onRead }: { onRead: (values: { amount: number; name: string }) => void }) {
  const { errors, props } = useForm<{ amount: number; name: string }>(
    {
      name: () => "Ada",
      amount: () => {
        const input = document.querySelector("input")!;
        if (input.value === "") throw new PolityError("write an amount", { hint: "in digits" });
        return Number(input.value);
      },
    },
    onRead,
  );
  return (
    <form {...props} aria-label="form">
      <Field label="Amount" hint="What you lock." error={errors.amount}>
        {(input) => <input {...input} />}
      </Field>
    </form>
  );
}

describe("A form", () => {
  it("ties what is wrong to its field, goes there, and is not read", () => {
    const onRead = vi.fn();
    render(<Form onRead={onRead} />);
    const input = screen.getByLabelText("Amount");
    expect(input.getAttribute("aria-invalid")).toBe(null);
    fireEvent.submit(screen.getByRole("form"));
    expect(onRead).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(input);
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const described = input.getAttribute("aria-describedby")!.split(" ");
    expect(described.map((id) => document.getElementById(id)!.textContent)).toEqual([
      "What you lock.",
      "Write an amount; in digits",
    ]);
  });

  it("is read once all is in order, and forgets what was wrong", () => {
    const onRead = vi.fn();
    render(<Form onRead={onRead} />);
    fireEvent.submit(screen.getByRole("form"));
    fireEvent.change(screen.getByLabelText("Amount"), { target: { value: "5" } });
    fireEvent.submit(screen.getByRole("form"));
    expect(onRead).toHaveBeenCalledWith({ amount: 5, name: "Ada" });
    expect(screen.getByLabelText("Amount").getAttribute("aria-invalid")).toBe(null);
  });

  it("takes a file's text by pasting, and says what is wrong with it", () => {
    const read = (text: string) => {
      if (text !== "good") throw new PolityError("it is none");
      return text;
    };
    render(
      <FileInput label="File" hint="Drop it." read={read}>
        {(value, clear) => <button onClick={clear}>use {value}</button>}
      </FileInput>,
    );
    const area = screen.getByLabelText<HTMLTextAreaElement>("File");
    fireEvent.change(area, { target: { value: "bad" } });
    expect(screen.getByText("It is none")).toBeTruthy();
    fireEvent.change(area, { target: { value: "good" } });
    fireEvent.click(screen.getByText("use good"));
    expect(area.value).toBe("");
  });
});
