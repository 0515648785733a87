/** What became of one fact of a request. */
export type FactAnswer =
  | { kind: 'acknowledged'; eventIds: string[]; revision: number; position: string; repeated: boolean }
  | { kind: 'refused'; rule: string }
  | { kind: 'not now'; status: number }
  | { kind: 'unexpected'; said: string };

export interface ItemBody {
  status: 'stored' | 'duplicate' | 'rejected';
  code?: string;
  detail?: string;
  eventIds?: string[];
  revision?: number;
  position?: string;
  errors?: { rule: string }[];
}

/** 503 and 429 say to come again; 409 that others were faster about this customer, again and again. */
const NOT_NOW = new Set([503, 429, 409]);

/** The answer to a request of one fact. */
export function answerOfCommand(status: number, body: string, replayed: boolean): FactAnswer {
  if (NOT_NOW.has(status)) return { kind: 'not now', status };
  if (status !== 201 && status !== 422) return { kind: 'unexpected', said: `${status} ${body}` };
  const answer = JSON.parse(body) as Required<ItemBody>;
  if (status === 201) {
    const { eventIds, revision, position } = answer;
    return { kind: 'acknowledged', eventIds, revision, position, repeated: replayed };
  }
  return refusalOf(answer.code, answer.errors, body);
}

/** The answer to one item of a batch or a line of a stream. */
export function answerOfItem(item: ItemBody): FactAnswer {
  if (item.status === 'rejected') {
    if (item.code === 'unavailable') return { kind: 'not now', status: 503 };
    if (item.code === 'revision-conflict') return { kind: 'not now', status: 409 };
    return refusalOf(item.code, item.errors, JSON.stringify(item));
  }
  const { eventIds = [], revision = -1, position = '' } = item;
  return { kind: 'acknowledged', eventIds, revision, position, repeated: item.status === 'duplicate' };
}

function refusalOf(code: string | undefined, errors: ItemBody['errors'], said: string): FactAnswer {
  const rule = errors?.[0]?.rule;
  if (code === 'rule-violated' && rule !== undefined) return { kind: 'refused', rule };
  return { kind: 'unexpected', said };
}
