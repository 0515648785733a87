/** The id of a made-up customer, or of one of its copies; the same in every run. */
export function customerIdOf(number: number, copy = 0): string {
  return `${customerIdStart(copy)}${String(number).padStart(12, '0')}`;
}

/** What the ids of all customers of one copy begin with. */
export function customerIdStart(copy: number): string {
  return `${String(copy).padStart(8, '0')}-0000-4000-8000-`;
}

/** CloudEvents that register customers 0 to count - 1. */
export function registrations(count: number): object[] {
  return Array.from({ length: count }, (_, number) => ({
    specversion: '1.0',
    id: `customer-${number}`,
    source: 'urn:bench',
    type: 'CustomerRegistered',
    subject: `customer:${customerIdOf(number)}`,
    time: '2024-01-01T00:00:00Z',
    data: { name: `Customer ${number}` },
  }));
}

/** Registers them over HTTP, at `url` without a slash at its end; they are in the log afterwards. */
export async function registerCustomers(url: string, count: number): Promise<string[]> {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(registrations(count)),
  });
  const { stored, duplicates } = (await answer.json()) as { stored: number; duplicates: number };
  if (stored + duplicates !== count) throw new Error(`only ${stored} of ${count} customers were registered`);
  return Array.from({ length: count }, (_, number) => customerIdOf(number));
}
