import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadMessages } from '../../src/kernel/messages.ts';

describe('the sentences', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'estafette-messages-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are found by their file and their place in it, with what they name', () => {
    writeFileSync(join(folder, 'desk.yaml'), 'code:\n  sent: Code envoyé à {address}.\n');
    const messages = loadMessages(folder);
    expect(messages('desk.code.sent', { address: 'x@y.example' })).to.equal('Code envoyé à x@y.example.');
    expect(() => messages('desk.code.sent')).to.throw('message desk.code.sent needs the parameter address');
    for (const key of ['desk.code', 'desk', 'mail.code.sent'])
      expect(() => messages(key)).to.throw(`unknown message key: ${key}`);
  });

  it('are those of the file as it is, also when it was read before', () => {
    writeFileSync(join(folder, 'desk.yaml'), 'welcome: Bonjour\n');
    expect(loadMessages(folder)('desk.welcome')).to.equal('Bonjour');
    writeFileSync(join(folder, 'desk.yaml'), 'welcome: Bonsoir\n');
    expect(loadMessages(folder)('desk.welcome')).to.equal('Bonsoir');
  });

  it('can be read in every file of ours, before any of them is said', () => {
    const messages = loadMessages('templates/messages');
    for (const file of readdirSync('templates/messages')) {
      const room = file.replace('.yaml', '');
      expect(() => messages(`${room}.no.such`), file).to.throw(`unknown message key: ${room}.no.such`);
    }
  });
});
