/** What came of sending once. */
export type Attempt =
  | {
      kind: 'answered';
      status: number;
      /** The first part of the answer's body. */
      answer: string;
      /** How long the receiver asked to be left alone. */
      retryAfterMs?: number;
    }
  | {
      /** No answer: it took too long, nobody was there, or there was nothing that could be sent. */
      kind: 'unanswered';
      reason: string;
    };

/** What is kept of an attempt that failed. */
export interface Failure {
  status: number | null;
  reason: string;
  answer: string | null;
}

/** The attempt as a failure, in words. */
export function failureOf(attempt: Attempt): Failure {
  if (attempt.kind === 'unanswered') return { status: null, reason: attempt.reason, answer: null };
  const { status, answer } = attempt;
  const redirected = status >= 300 && status < 400 ? ', and redirections are not followed' : '';
  return { status, reason: `answered ${status}${redirected}`, answer };
}
