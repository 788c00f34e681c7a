import { expect } from 'chai';
import { sha256Hex } from '../../src/kernel/hash.ts';
import { readStateFile } from '../../src/prefectures/state-reading.ts';

const service = {
  nom: 'Préfecture - Ain',
  pivot: [{ type_service_local: 'prefecture', code_insee_commune: ['01053'] }],
  adresse_courriel: ['prefecture@ain.example'],
};

describe('the State’s directory, read beside the pages', () => {
  it('says what the file says, with its hash', async () => {
    const bytes = Buffer.from(JSON.stringify({ service: [service] }));
    const read = await readStateFile(bytes);
    expect(read).to.have.nested.property('services[0].code', '01');
    expect(read.fileSha256).to.equal(sha256Hex(bytes));
    expect(await readStateFile(Buffer.from('{"service":'))).to.include({ fault: 'not-json' });
  });

  it('is read by another thread than the one that serves pages', async () => {
    let isReading = true;
    const reading = readStateFile(Buffer.from(JSON.stringify({ service: [service] })));
    void reading.finally(() => (isReading = false));
    // What another thread answers comes with the event loop, never before it turns.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(isReading).to.equal(true);
    await reading;
  });
});
