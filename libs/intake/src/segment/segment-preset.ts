import type { Preset } from '../presets/preset.js';
import { SEGMENT_SOURCE, segmentEvent } from './segment-event.js';

/** Files of Segment calls, one a line, as its archives hold them. */
export const segment: Preset = {
  name: 'segment',
  about: 'calls of the Segment spec, one JSON document a line',
  parts: [
    {
      mappingOf: () => ({
        format: { kind: 'ndjson' },
        source: SEGMENT_SOURCE,
        eventsOf: (row) => segmentEvent(row),
      }),
    },
  ],
};
