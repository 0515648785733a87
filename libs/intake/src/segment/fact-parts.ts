/** What of an event the kind of call decides. */
export interface FactParts {
  type: string;
  data: object;
}
