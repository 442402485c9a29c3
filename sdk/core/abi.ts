/** An ABI as TypeChain's factories carry it: read only, with its names as types. */
export type Abi = readonly AbiItem[];
interface AbiItem {
  readonly type: string;
  readonly name?: string;
  readonly inputs?: readonly Param[];
}
interface Param {
  readonly type: string;
  readonly name?: string;
  readonly components?: readonly Param[];
}

type Named<A extends Abi, Type extends string, Name> = Extract<A[number], { type: Type; name: Name }>;

/** Names of an ABI's functions, events or errors. */
export type NamesOf<A extends Abi, Type extends "function" | "event" | "error"> = Extract<
  A[number],
  { type: Type; name: string }
>["name"];

/** The decoded values, in their order, of a function, an event or an error. */
export type ArgsOf<A extends Abi, Type extends string, Name extends string> = Values<
  NonNullable<Named<A, Type, Name>["inputs"]>
>;

type Values<P extends readonly Param[]> = { readonly [I in keyof P]: Value<P[I]["type"], P[I]> };

/** By a name of its own, so that the lists of two contracts that declare one error are one type. */
type List<T> = readonly T[];

type Value<T extends string, P extends Param> = T extends `${infer Item}[]`
  ? List<Value<Item, P>>
  : T extends "tuple"
    ? Values<NonNullable<P["components"]>>
    : T extends `uint${string}` | `int${string}`
      ? bigint
      : T extends "bool"
        ? boolean
        : string;

/** The values of an event by their names, those of structs within too; texts come as bytes in hex (see `textOf`). */
export type FieldsOf<A extends Abi, Name extends string> = Fields<
  NonNullable<Named<A, "event", Name>["inputs"]>
>;
type Fields<P extends readonly Param[]> = {
  readonly [F in Extract<P[number], { name: string }> as F["name"]]: Field<F["type"], F>;
};
type Field<T extends string, P extends Param> = T extends `${infer Item}[]`
  ? readonly Field<Item, P>[]
  : T extends "tuple"
    ? Fields<NonNullable<P["components"]>>
    : Value<T, P>;
