/**
 * How a fact counts as contact between company and customer. `interaction`: they spoke, wrote or met; it is counted.
 * `contact`: they had to do with each other in some other way, such as a purchase. Both move first and last contact; all
 * other facts are bookkeeping of one side.
 */
export type ContactKind = 'interaction' | 'contact';

const kinds = new Map<string, ContactKind>();

/** Marks a fact's class as contact. What read models make of contact, they make of it by this mark alone. */
export function CountsAs(kind: ContactKind): ClassDecorator {
  return (type) => void kinds.set(type.name, kind);
}

/** How facts of this type count as contact; undefined for those that do not. */
export function contactKindOf(type: string): ContactKind | undefined {
  return kinds.get(type);
}
