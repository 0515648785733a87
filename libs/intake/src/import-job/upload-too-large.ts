import { RapportError } from '#kernel';

/** More was sent than one import over HTTP may have. Nothing was kept. */
export class UploadTooLarge extends RapportError {
  readonly code = 'upload-too-large';

  constructor(maxBytes: number) {
    super(
      `a file sent here may have at most ${maxBytes} bytes as it is sent; gzip it, cut it, or use the command line where it lies`,
      { maxBytes },
    );
  }
}
