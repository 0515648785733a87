/** What a rebuild was asked for. JSON. */
export type RebuildParameters = {
  /** Names of projections. */
  projections: string[];
  /** `revert` brings back what a rebuild has retired. */
  action: 'rebuild' | 'revert';
  verify: boolean;
  /** Whether the rebuilt tables come in though they differ from the live ones. */
  allowDifferences: boolean;
};
