import { Text } from '#kernel';

/** What is asked of an import. */
export class ImportQuery {
  @Text({
    about: 'A preset, or the id of a mapping that was sent to /v1/mappings; without it the file holds CloudEvents',
    max: 100,
    optional: true,
  })
  mapping?: string;

  @Text({ about: 'The system that the facts come from; by default the mapping says it', max: 500, optional: true })
  source?: string;

  @Text({
    about:
      'What the file is called: it is named in rejects, and says which part of a mapping for several files is meant',
    max: 255,
    pattern: /^[^/\\\u0000-\u001f]+$/,
    optional: true,
  })
  filename?: string;
}
