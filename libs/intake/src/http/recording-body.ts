import { type ClassOf, Instant, type IntakeDefinition, OneOf, Part, Text, WholeNumber, fieldsOf } from '#kernel';

/** Who did it, as a command names him. */
export class ActorBody {
  @Text({ about: 'Id of the actor in its own directory', max: 200 })
  id!: string;

  @OneOf(['person', 'system', 'bot', 'partner'], { about: 'What kind of actor' })
  kind!: 'person' | 'system' | 'bot' | 'partner';

  @Text({ about: 'Role in which he acted', max: 100, optional: true })
  role?: string;
}

/** What any recording command may say beside the fact itself. */
export interface RecordingEnvelope {
  occurredAt?: string;
  expectedRevision?: number;
  actor?: ActorBody;
  correlationId?: string;
  causationId?: string;
}

const ENVELOPE_FIELDS = ['occurredAt', 'expectedRevision', 'actor', 'correlationId', 'causationId'] as const;

/** The body of the command that records a fact: the fact's own fields, and the envelope's. */
export function recordingBodyOf(fact: Pick<IntakeDefinition, 'type' | 'body'>): ClassOf {
  const taken = fieldsOf(fact.body).find(({ name }) => (ENVELOPE_FIELDS as readonly string[]).includes(name));
  if (taken) throw new Error(`${fact.type}.${taken.name} is a field of every recording command`);

  class RecordingBody extends fact.body implements RecordingEnvelope {
    @Instant({ about: 'When it happened; by default when it is recorded', optional: true })
    occurredAt?: string;

    @WholeNumber({ about: 'Refuse unless the customer’s stream is at this revision', optional: true })
    expectedRevision?: number;

    @Part(() => ActorBody, { about: 'Who did it', optional: true })
    actor?: ActorBody;

    @Text({ about: 'What this belongs to: a session, a process', max: 200, optional: true })
    correlationId?: string;

    @Text({ about: 'Id of the event or message that this follows from', max: 200, optional: true })
    causationId?: string;
  }
  Object.defineProperty(RecordingBody, 'name', { value: `Record${fact.type}` });
  return RecordingBody;
}

/** Takes a checked body apart into the fact's own fields and the envelope. */
export function splitRecordingBody(body: object): { data: object; envelope: RecordingEnvelope } {
  const data: Record<string, unknown> = {};
  const envelope: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const part = (ENVELOPE_FIELDS as readonly string[]).includes(name) ? envelope : data;
    part[name] = value;
  }
  return { data, envelope };
}
