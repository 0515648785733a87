/** Another process may send to the webhook now, or nobody any more: what was to be written was not. */
export class RightLost extends Error {
  constructor(webhookId: string) {
    super(`this process has no right to send to webhook ${webhookId} any more`);
    this.name = 'RightLost';
  }
}
