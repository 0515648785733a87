/** What a rebuild was asked for. JSON. */
export type RebuildParameters = {
  /** Names of projections. */
  projections: string[];
  verify: boolean;
  /** Whether the rebuilt tables come in though they differ from the live ones. */
  allowDifferences: boolean;
};
