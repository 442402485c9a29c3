import { useId, useState, type SubmitEvent } from "react";

import { explain } from "@polity/sdk/errors";
import { checkEndpoint, parseAddressesFile } from "../data/network-file";
import { loadOverrides, saveOverrides, type Overrides } from "../data/settings";
import { Dialog, FileDrop } from "../ui";

/** Another endpoint, indexer or network than the host's. Saved settings take effect by loading the page anew. */
export function SettingsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="Settings" open={open} onClose={onClose}>
      {open && <SettingsForm />}
    </Dialog>
  );
}

function SettingsForm() {
  const [overrides, setOverrides] = useState(loadOverrides);
  const [error, setError] = useState("");
  const id = useId();

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      apply({
        ...endpoint(form, "rpc"),
        ...endpoint(form, "indexer"),
        ...(overrides.deployment && { deployment: overrides.deployment }),
      });
    } catch (problem) {
      setError(explain(problem));
    }
  };
  const take = (text: string, name: string) => {
    try {
      setOverrides({ ...overrides, deployment: parseAddressesFile(text, name) });
      setError("");
    } catch (problem) {
      setError(explain(problem));
    }
  };

  return (
    <form onSubmit={submit} className="form">
      <label htmlFor={`${id}-rpc`}>RPC endpoint</label>
      <input
        id={`${id}-rpc`}
        name="rpc"
        defaultValue={overrides.rpc}
        placeholder="the site's own"
        inputMode="url"
      />
      <label htmlFor={`${id}-indexer`}>Indexer</label>
      <input
        id={`${id}-indexer`}
        name="indexer"
        defaultValue={overrides.indexer}
        placeholder="the site's own, or none"
        inputMode="url"
      />
      <label htmlFor={`${id}-file`}>Addresses file</label>
      <FileDrop
        id={`${id}-file`}
        accept=".json,application/json"
        aria-describedby={`${id}-hint`}
        onFile={take}
      >
        <p id={`${id}-hint`} className="hint">
          {overrides.deployment
            ? `${overrides.deployment.name} on chain ${overrides.deployment.chainId}`
            : "The polity.json of a deployment; choose it or drop it here. Without one, the site's own network."}
        </p>
      </FileDrop>
      <p role="alert" className="form-error">
        {error}
      </p>
      <div className="form-buttons">
        <button type="button" onClick={() => apply({})}>
          Use the site’s own
        </button>
        <button type="submit" className="primary">
          Save
        </button>
      </div>
    </form>
  );
}

function endpoint(form: FormData, name: "rpc" | "indexer"): Overrides {
  const text = form.get(name);
  return typeof text === "string" && text.trim() ? { [name]: checkEndpoint(text) } : {};
}

function apply(overrides: Overrides): void {
  saveOverrides(overrides);
  location.reload();
}
