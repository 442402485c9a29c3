import type { Aims, Money, Period, Table, Units } from "@polity/sdk/analytics";
import type { Deployment } from "@polity/sdk/deployment";
import type { History } from "@polity/sdk/history/types";
import type { VoteSource } from "@polity/sdk/votes";
import type { Naming, Picture } from "../plot";

/** What a report is made of. */
export interface ReportInput {
  /** Tables of domains that have no chapter, by their names: they are shown as they are. */
  measured?: Readonly<Record<string, readonly Table[]>>;
  /** Where the network stands with its targets, if it has some. */
  aims?: Aims;
  /** What tokens were worth, if the reporter says it. */
  money?: Money;
  /** Up to the last block of the period: then whoever reads it later gets the same report. */
  history: History;
  deployment: Deployment;
  source: VoteSource;
  units: Units;
  period: Period;
  /** The council's Safe at the head, where there is one. */
  council?: { address: string; owners: readonly string[]; threshold: number };
  /** Names of addresses that are not the network's own contracts. */
  nameOf?: Naming;
  /** Where transactions and addresses can be looked up; an http(s) address without a final slash. */
  explorer?: string;
}

/** A table with its picture, if it has one. */
export interface Figure {
  picture?: Picture;
  table: Table;
  /** Shown with every digit. */
  exact?: boolean;
}

export interface Section {
  /** Whose chapter it is of, or whose tables; absent for what the report says of itself. */
  domain?: string;
  id: string;
  title: string;
  text: string[];
  figures: Figure[];
}

/** A number that stands at the head of a report, with what it means. */
export interface KeyFigure {
  name: string;
  value: string;
  note: string;
}

/** What a domain says in a report. */
export interface Chapter {
  /** For somebody in a hurry. */
  key?: KeyFigure[];
  /** The period in plain sentences. */
  summary?: string[];
  sections: Section[];
}

/** @param nameOf Names of all addresses that have one. */
export type WriteChapter = (input: ReportInput, nameOf: Naming) => Chapter;
