import { lazy } from "react";

/** Pages and parts in which the user takes part; each comes when it is first asked for. */
export const AccountPage = lazy(async () => ({ default: (await import("./account/AccountPage")).AccountPage }));
export const ProposePage = lazy(async () => ({ default: (await import("./propose/ProposePage")).ProposePage }));
export { ProposalActions } from "./proposal/ProposalActions";
