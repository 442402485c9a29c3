import { useState } from "react";
import { Link, useLocation, useParams } from "wouter";

import { checkCouncilFile } from "@polity/sdk/council/require";
import { explain } from "@polity/sdk/errors";
import { parseSafeFile, type SafeFile } from "@polity/sdk/safe/file";
import { parseSafeLink } from "@polity/sdk/safe/link";
import { standingOf } from "@polity/sdk/safe/standing";
import { visible } from "@polity/sdk/nep/text";
import { FileInput } from "../../../actions/SignedFile";
import { useSite } from "../../../data/network";
import { Address, Card, Empty, Facts, Loaded, Page, sentence } from "../../../ui";
import { useWallet, WrongNetwork } from "../../../wallet";
import { useDesk, type Desk } from "./desk";
import { NewTransaction } from "./NewTransaction";
import { hashOf, together } from "./shelf";
import { Transaction } from "./Transaction";
import "./desk.css";

const LEAD =
  "What the council’s Safe is to do: build it, sign it, and carry it out once enough members have signed.";

/** Where members of the council work together. */
export function DeskPage() {
  const { network } = useSite();
  return <Page lead={LEAD}>{network.council ? <Ready /> : <Empty>This network has no council.</Empty>}</Page>;
}

function Ready() {
  const query = useDesk();
  const { link } = useParams<{ link?: string }>();
  return (
    <>
      <WrongNetwork />
      <Loaded query={query} rows={10}>
        {(desk) => (link === undefined ? <Show desk={desk} /> : <FromLink desk={desk} link={link} />)}
      </Loaded>
    </>
  );
}

/** A link is opened by a click: what it brings is shown, and kept when its reader says so. */
function FromLink({ desk, link }: { desk: Desk; link: string }) {
  const [, navigate] = useLocation();
  let file: SafeFile;
  try {
    file = parseSafeLink(link);
  } catch (problem) {
    return (
      <>
        <p className="notice bad" role="alert">
          {sentence(visible(explain(problem)))}
        </p>
        <p>
          <Link href="/council/desk">To the desk</Link>
        </p>
      </>
    );
  }
  return (
    <Card title="A link has brought this">
      <Brought file={file} desk={desk} called="the link" onDone={() => navigate("/council/desk")} />
    </Card>
  );
}

/** What came from somebody, with all that is known of it here, and what keeps it. */
function Brought({ file, desk, ...keep }: Parameters<typeof Keep>[0]) {
  const { network, deployment } = useSite();
  try {
    checkCouncilFile(network, deployment, file, keep.called);
  } catch (problem) {
    return (
      <p className="notice bad" role="alert">
        {sentence(visible(explain(problem)))}.
      </p>
    );
  }
  const whole = together([file], desk.files).find((one) => hashOf(one) === hashOf(file))!;
  return (
    <>
      <Transaction file={whole} desk={desk} others={desk.files} />
      <Keep file={file} desk={desk} {...keep} />
    </>
  );
}

function Keep({
  file,
  desk,
  called,
  onDone,
}: {
  file: SafeFile;
  desk: Desk;
  called: string;
  onDone: () => void;
}) {
  const [problem, setProblem] = useState<string>();
  const keep = () => {
    try {
      desk.shelf.put(file, called);
      onDone();
    } catch (error) {
      setProblem(explain(error));
    }
  };
  return (
    <>
      {problem !== undefined && (
        <p className="notice bad" role="alert">
          {sentence(visible(problem))}.
        </p>
      )}
      <p className="buttons">
        <button type="button" className="primary" onClick={keep}>
          Put it on the desk
        </button>
      </p>
    </>
  );
}

function Show({ desk }: { desk: Desk }) {
  const { state, files, troubles, shelf } = desk;
  const open = files.filter((file) => standingOf(file, state).nonce !== "used");
  const over = shelf.get().filter((file) => standingOf(file, state).nonce === "used");
  return (
    <>
      <You desk={desk} />
      {troubles.map((trouble) => (
        <p key={trouble} className="notice warn">
          {sentence(visible(trouble))}
        </p>
      ))}
      <Card title="To sign and to carry out">
        {open.length === 0 ? (
          <Empty>
            Nothing lies on the desk. Build something below, or take a file that a member sent you.
          </Empty>
        ) : (
          <ul className="desk-list">
            {open.map((file) => (
              <li key={hashOf(file)}>
                <Transaction file={file} desk={desk} others={files} />
              </li>
            ))}
          </ul>
        )}
        {over.length > 0 && (
          <p className="quiet small">
            {over.length === 1 ? "One transaction is" : `${over.length} transactions are`} over: the Safe has
            used {over.length === 1 ? "its nonce" : "their nonces"}.{" "}
            <button type="button" className="link" onClick={() => over.forEach((file) => shelf.remove(file))}>
              Remove {over.length === 1 ? "it" : "them"}
            </button>
          </p>
        )}
      </Card>
      <NewTransaction desk={desk} />
      <Card title="A file of another member">
        <FileInput
          label="The transaction’s file"
          hint="As this page or a command has written it, with the signatures so far."
          read={parseSafeFile}
        >
          {(file, clear) => <Brought file={file} desk={desk} called="the file" onDone={clear} />}
        </FileInput>
      </Card>
    </>
  );
}

/** Who the reader is to the council, and how the Safe stands. */
function You({ desk: { state } }: { desk: Desk }) {
  const { account, connect } = useWallet();
  const isMember = account !== undefined && state.owners.includes(account);
  return (
    <Card title="The council’s Safe">
      <Facts
        rows={[
          ["Safe", <Address key="safe" address={state.address} full />],
          ["Signatures that it takes", `${state.threshold} of ${state.owners.length}`],
          ["Next nonce", state.nonce],
          [
            "You",
            account === undefined ? (
              <button type="button" className="link" onClick={connect}>
                Connect a wallet to sign
              </button>
            ) : account === state.address ? (
              "act as the council: what you send lies down here"
            ) : isMember ? (
              "are a member"
            ) : (
              "are no member: you can build, and carry out what is signed"
            ),
          ],
        ]}
      />
    </Card>
  );
}
