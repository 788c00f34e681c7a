import { expect } from 'chai';
import type { DocumentValue, SectionValue } from '../../src/render/document-engine.ts';
import { placeReferences } from '../../src/render/references.ts';

describe('a reference to a part of the document', () => {
  it('leads to where it is printed, and the annex of the credits is named by its own title', () => {
    const refer = (key: string, title: string) => `<a class="reference" href="#rubrique-${key}">${title}</a>`;
    const html = [refer('repartition', ''), refer('context', 'Contexte'), refer('absent', 'Absente')].join();
    const section: SectionValue = {
      ...{ key: 'context', id: 'rubrique-context', number: 1, title: 'Contexte', html },
    };
    const annex = { key: 'repartition', id: 'annexe-repartition', number: 2, title: 'Crédits & critères' };
    const value = { sections: [section], annexes: [annex] } as unknown as DocumentValue;
    expect(placeReferences(value).sections[0]?.html).to.equal(
      '<a href="#annexe-repartition">Crédits &amp; critères</a>,<a href="#rubrique-context">Contexte</a>,Absente',
    );
  });
});
