import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { factDefinitionOf, fieldsOf } from '#kernel';
import { customersDomain } from '#customers';
import { interactionsDomain } from '#interactions';
import { loyaltyDomain } from '#loyalty';
import { salesDomain } from '#sales';
import { serviceDomain } from '#service';

const page = readFileSync(new URL('../../docs/reference/events.md', import.meta.url), 'utf8');
const sections = new Map(page.split(/^### /m).map((text) => [text.slice(0, text.indexOf('\n')), text]));
const facts = [customersDomain, interactionsDomain, salesDomain, serviceDomain, loyaltyDomain].flatMap(
  (domain) => domain.facts,
);

describe('the reference of events', () => {
  it.each(facts.map((body) => ({ type: body.name, body })))('says what $type says', ({ type, body }) => {
    const { path, about } = factDefinitionOf(body);
    const section = sections.get(type);
    expect(section).toContain(`/${path}\``);
    expect(section).toContain(about);
    const named = [...(section ?? '').matchAll(/^\| `(\w+\??)`/gm)].map(([, field]) => field);
    expect(named).toEqual(fieldsOf(body).map(({ name, optional }) => (optional ? `${name}?` : name)));
  });
});
