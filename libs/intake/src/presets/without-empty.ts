type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that say something. */
export function withoutEmpty<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
