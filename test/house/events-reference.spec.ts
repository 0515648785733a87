import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { commandDefinitionOf, factDefinitionOf, fieldsOf } from '#kernel';
import { customersDomain } from '#customers';
import { interactionsDomain } from '#interactions';
import { loyaltyDomain } from '#loyalty';
import { salesDomain } from '#sales';
import { serviceDomain } from '#service';

const page = readFileSync(new URL('../../docs/reference/events.md', import.meta.url), 'utf8');
const sections = new Map(page.split(/^### /m).map((text) => [text.slice(0, text.indexOf('\n')), text]));
const domains = [customersDomain, interactionsDomain, salesDomain, serviceDomain, loyaltyDomain];
const facts = domains.flatMap((domain) => domain.facts).map((body) => factDefinitionOf(body));
const commands = domains.flatMap(({ commands: own = [] }) => own).map((body) => commandDefinitionOf(body));

describe('the reference of events', () => {
  it.each([...facts, ...commands])('says what $type says', ({ type, body, path, stream, about }) => {
    const section = (sections.get(type) ?? '').replaceAll(/ *\n(?!\|)/g, ' ');
    expect(section).toContain(path === undefined ? 'the ledger' : `/${path}\``);
    if (stream !== undefined) expect(section).toContain(`\`${stream}\``);
    expect(section).toContain(about);
    const named = [...section.matchAll(/^\| `(\w+\??)`/gm)].map(([, field]) => field);
    expect(named).toEqual(fieldsOf(body).map(({ name, optional }) => (optional ? `${name}?` : name)));
  });
});
