// `delete` of a transient variable, found in the compiler's own syntax trees.

/** A node of a syntax tree; its children are whatever else it holds. */
export interface AstNode {
  nodeType: string;
  id: number;
  src: string;
  name?: string;
  operator?: string;
  storageLocation?: string;
  referencedDeclaration?: number;
  subExpression?: AstNode;
  components?: AstNode[];
}

function* nodes(value: unknown): Generator<AstNode> {
  if (typeof value !== "object" || value === null) return;
  if ("nodeType" in value) yield value as AstNode;
  for (const child of Object.values(value)) yield* nodes(child);
}

/** `(x)` is a tuple of one. */
const bare = (node: AstNode | undefined): AstNode | undefined =>
  node?.nodeType === "TupleExpression" && node.components?.length === 1 ? bare(node.components[0]) : node;

/** Where one of these sources, which were compiled together, deletes a transient variable, by source name. */
export function deletedTransients(
  trees: Record<string, unknown>,
): { source: string; node: AstNode; name: string }[] {
  const transients = new Map<number, string>();
  for (const { nodeType, storageLocation, id, name = "" } of nodes(Object.values(trees)))
    if (nodeType === "VariableDeclaration" && storageLocation === "transient") transients.set(id, name);
  return Object.entries(trees).flatMap(([source, tree]) =>
    [...nodes(tree)].flatMap((node) => {
      const name = transients.get(bare(node.subExpression)?.referencedDeclaration ?? -1);
      return node.operator === "delete" && name !== undefined ? [{ source, node, name }] : [];
    }),
  );
}
