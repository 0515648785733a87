import type { FactCatalogue, Violation } from '#kernel';

/** What is wrong with a list of event types: those that no event has. `fieldOf` names the place of the n-th. */
export function unknownTypes(
  types: readonly string[],
  catalogue: FactCatalogue,
  fieldOf: (index: number) => string,
): Violation[] {
  return types.flatMap((type, index) =>
    catalogue.find(type) === undefined
      ? [{ field: fieldOf(index), rule: 'known-type', message: `unknown event type ${type}; /v1/schemas lists them` }]
      : [],
  );
}
