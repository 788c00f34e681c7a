import { join } from 'node:path';
import { expect } from 'chai';
import { readinessModel } from '../../src/drafts/readiness-page.ts';
import type { SigningPort } from '../../src/drafts/ports.ts';
import { loadMessages } from '../../src/kernel/messages.ts';

const messages = loadMessages(join(import.meta.dirname, '../../templates/messages'));
type Found = Awaited<ReturnType<SigningPort['preflight']>>;

const key = {
  mark: 'signature' as const,
  name: 'Nora',
  certificateSha256: 'c',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: new Date('2027-01-05T00:00:00Z'),
};
const modelOf = (...found: Found) => readinessModel({ preflight: async () => found }, messages);

describe('« prêt à signer » on the signature’s page', () => {
  it('says the level that each key reaches', async () => {
    const model = await modelOf({ ...key, level: 'B-LTA' }, { ...key, mark: 'seal', level: 'B-B' });
    expect(model).to.deep.include({ known: true, ready: true });
    expect(model.keys.map(({ label, level }) => `${label} ${level}`)).to.deep.equal([
      'Clé du signataire B-LTA',
      'Cachet du service B-B',
    ]);
  });

  it('says, in a sentence each, what would be refused and what ends soon', async () => {
    for (const alarm of [7, 30, 90, 'ended'] as const) {
      const { keys } = await modelOf({ ...key, level: 'B-B', alarm });
      expect(keys[0]?.sentences).to.have.length(1);
      expect(keys[0]?.sentences[0]).to.contain('janvier');
    }
    const absent = { problem: 'signing.keys.token-absent', params: { file: 'Carte' } };
    const model = await modelOf({ ...key, ...absent, alarm: 7 });
    expect(model.ready).to.equal(false);
    expect(model.keys[0]?.sentences[0]).to.contain('Carte').and.to.contain('absent');
  });
});
