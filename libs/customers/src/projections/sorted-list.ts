/** The list with the item in place of the one that has its key, or added; always in the order of the keys. */
export function withItem<Item>(list: readonly Item[], item: Item, keyOf: (item: Item) => string): Item[] {
  return [...withoutKey(list, keyOf(item), keyOf), item].sort((a, b) => inOrder(keyOf(a), keyOf(b)));
}

/** The list without the item of that key. */
export function withoutKey<Item>(list: readonly Item[], key: string, keyOf: (item: Item) => string): Item[] {
  return list.filter((each) => keyOf(each) !== key);
}

/** By code units, so that it is the same on every machine. */
function inOrder(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
