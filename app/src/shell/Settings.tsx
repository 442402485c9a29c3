import { Fragment, useId, useState, type SubmitEvent } from "react";

import { explain } from "@polity/sdk/errors";
import { parseAddressesFile } from "../data/network-file";
import { save } from "../data/storage";
import { CHOSEN, loadOverrides, placesOf, saveOverrides, type Overrides } from "../data/settings";
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
        ...placesOf((name) => form.get(name)),
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
      <LanguageSelect id={`${id}-language`} />
      {CHOSEN.map((name) => (
        <Fragment key={name}>
          <label htmlFor={`${id}-${name}`}>{LABELS[name]}</label>
          <input
            id={`${id}-${name}`}
            name={name}
            defaultValue={overrides[name]}
            placeholder={name === "rpc" ? "the site's own" : "the site's own, or none"}
            inputMode="url"
          />
        </Fragment>
      ))}
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

/** The page in each language, as the host has them; nothing where there is one language alone. */
function LanguageSelect({ id }: { id: string }) {
  const pages = [...document.querySelectorAll<HTMLLinkElement>("link[hreflang]")];
  if (pages.length < 2) return null;
  const choose = (language: string) => {
    save("language", language);
    // Each page goes on to the one of the language that is chosen.
    location.reload();
  };
  return (
    <>
      <label htmlFor={id}>Language</label>
      <select id={id} value={document.documentElement.lang} onChange={({ target }) => choose(target.value)}>
        {pages.map(({ hreflang, title }) => (
          <option key={hreflang} value={hreflang} lang={hreflang}>
            {title}
          </option>
        ))}
      </select>
    </>
  );
}

const LABELS = {
  rpc: "RPC endpoint",
  indexer: "Indexer",
  explorer: "Block explorer",
  relay: "Relay, which sends what you sign",
} as const;

function apply(overrides: Overrides): void {
  saveOverrides(overrides);
  location.reload();
}
