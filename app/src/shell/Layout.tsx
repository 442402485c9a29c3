import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { formatCount } from "@polity/sdk/format";
import { visible } from "@polity/sdk/nep/text";
import { useHead } from "../data/chain";
import { useConnection, useSite } from "../data/network";
import { WalletButton } from "../wallet";
import { Icon } from "../ui";
import { PlaceLinks, PlacesOfNetwork } from "./Places";
import { ThemeButton } from "./Theme";

const SettingsDialog = lazy(async () => ({ default: (await import("./Settings")).SettingsDialog }));

/** What is around every page. `ready`: there is a network. */
export function Layout({ ready = false, children }: { ready?: boolean; children: ReactNode }) {
  const [location] = useLocation();
  // Undefined until they are first opened: then the dialog comes, and stays.
  const [settings, setSettings] = useState<boolean>();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }, [location]);
  return (
    <div className="shell">
      {/* A button: the hash in the address belongs to the routes. */}
      <button className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className="top">
        <Link href="/" className="brand">
          {ready ? <NetworkName /> : "Polity"}
        </Link>
        <div className="top-tools">
          {ready && <HeadStatus />}
          <ThemeButton />
          <button className="icon-button" onClick={() => setSettings(true)}>
            <Icon name="settings" />
            <span className="visually-hidden">Settings</span>
          </button>
          {ready && <WalletButton />}
        </div>
      </header>
      <ConnectionBanner />
      {ready ? <PlacesOfNetwork /> : <PlaceLinks />}
      <main ref={main} tabIndex={-1}>
        {children}
      </main>
      {settings !== undefined && (
        <Suspense>
          <SettingsDialog open={settings} onClose={() => setSettings(false)} />
        </Suspense>
      )}
    </div>
  );
}

function NetworkName() {
  return <>{useSite().deployment.name}</>;
}

/** The newest block: a sign that what is shown is current. */
function HeadStatus() {
  const head = useHead();
  const { deployment } = useSite();
  if (!head) return null;
  return (
    <span className="head-status">
      chain {deployment.chainId}, block {formatCount(head.block)}
    </span>
  );
}

function ConnectionBanner() {
  const connection = useConnection();
  // The region stays, so that screen readers tell what appears in it.
  return (
    <div role="status" className="banner-place">
      {connection.status === "lost" && (
        <p className="banner">
          {connection.words === undefined
            ? "The connection to the chain is lost"
            : `The endpoint does not answer as it should (${visible(connection.words)})`}
          ; trying again. What you see may be out of date, and nothing of it is lost.{" "}
          <button onClick={connection.retry}>Try now</button>
        </p>
      )}
    </div>
  );
}
