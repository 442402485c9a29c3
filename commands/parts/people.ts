import { classNamed, requireCredentials, type CredentialClass } from "@polity/sdk/people";
import { required } from "../core/command";
import type { Context } from "../core/context";

/** Options of commands on one account's credential. */
export const CLASS = required("The class, like PERSON; show names all");
export const ACCOUNT = required("Whose it is: an address, or a name that the deployment knows");

export const classOf = (context: Context, name: string): Promise<CredentialClass> =>
  classNamed(requireCredentials(context.network), name);
