import { Text } from '#kernel';

/** Where the recording of a call is kept; the ledger keeps its hash, so that it can be proved to be the same. */
export class CallRecording {
  @Text({ about: 'Where the recording is', max: 2_000 })
  uri!: string;

  @Text({ about: 'SHA-256 of the recording, in lower-case hexadecimal', max: 64, pattern: /^[0-9a-f]{64}$/ })
  sha256!: string;
}
