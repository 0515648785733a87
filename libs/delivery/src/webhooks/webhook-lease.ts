/** Name of the lease under which one process at a time sends to the webhook. */
export function webhookLease(id: string): string {
  return `webhook:${id}`;
}
