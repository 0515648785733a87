/** The key of an opportunity's row: the source's id is its own within one customer only. */
export function opportunityKey(customerId: string, opportunityId: string): string {
  return `${customerId}:${opportunityId}`;
}
