import { expect } from 'chai';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createClamd, readClamdUrl } from '../../src/answers/clamd.ts';
import { docx } from './documents.ts';
import { eicar, startClamd, whyNoClamd } from './clamd-server.ts';

describe('the address of an antivirus', () => {
  it('is a socket of the machine, or a port', () => {
    expect(readClamdUrl('unix:/run/clamav/clamd.ctl')).to.deep.equal({ path: '/run/clamav/clamd.ctl' });
    expect(readClamdUrl('tcp://av.example:3311')).to.deep.equal({ host: 'av.example', port: 3311 });
    expect(readClamdUrl('av.example')).to.deep.equal({ host: 'av.example', port: 3310 });
    expect(readClamdUrl('[::1]:3310')).to.deep.equal({ host: '::1', port: 3310 });
    for (const wrong of ['', 'http://av.example/scan', 'unix:clamd.ctl'])
      expect(() => readClamdUrl(wrong), wrong).to.throw();
  });
});

describe('a real clamd', function () {
  const why = whyNoClamd();
  let clamd: Awaited<ReturnType<typeof startClamd>>;
  before(async function () {
    this.timeout(180_000);
    if (why !== undefined) return this.skip();
    clamd = await startClamd({ mostBytes: 1_000_000 });
  });
  after(() => clamd?.stop());

  it('finds the test signature, wherever it is, and names it', async () => {
    const antivirus = createClamd({ address: clamd.address });
    const hidden = Buffer.concat([Buffer.alloc(200_000, 'a'), Buffer.from(eicar)]);
    const verdict = await antivirus.scan(hidden);
    expect(verdict).to.include({ state: 'infected' });
    expect(JSON.stringify(verdict)).to.contain('Eicar');
  });

  it('finds it inside of a Word document', async () => {
    const antivirus = createClamd({ address: clamd.address });
    const verdict = await antivirus.scan(await docx({ 'word/media.bin': eicar }));
    expect(verdict).to.include({ state: 'infected' });
  });

  it('lets a harmless file pass, an empty one too', async () => {
    const antivirus = createClamd({ address: clamd.address });
    expect(await antivirus.scan(Buffer.from('%PDF-1.7 a plan'))).to.deep.equal({ state: 'clean' });
    expect(await antivirus.scan(new Uint8Array())).to.deep.equal({ state: 'clean' });
  });

  it('says nothing of a file larger than it takes, and why', async () => {
    const antivirus = createClamd({ address: clamd.address });
    const verdict = await antivirus.scan(Buffer.alloc(3_000_000, 'a'));
    expect(verdict).to.include({ state: 'unscanned' });
    expect(JSON.stringify(verdict)).to.match(/size limit|EPIPE|ECONNRESET/);
  });
});

describe('an antivirus that is not well', () => {
  const servers: Server[] = [];
  after(() => servers.forEach((server) => server.close()));

  async function answering(behave: (answer: (text: string) => void) => void) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => behave((text) => socket.end(text)));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }
  const scan = async (address: { host: string; port: number }) =>
    createClamd({ address, timeoutMs: 200 }).scan(Buffer.from('a plan'));

  it('makes a file unscanned, and never a clean one', async () => {
    for (const text of [
      '',
      'stream: OK',
      'stream: O\0',
      'UNKNOWN COMMAND\0',
      'stream: Engine not ready ERROR\0',
      'OK\0',
    ]) {
      const verdict = await scan(await answering((answer) => answer(text)));
      expect(verdict.state, text).to.equal('unscanned');
    }
  });

  it('is not waited for', async () => {
    const verdict = await scan(await answering(() => undefined));
    expect(verdict).to.deep.equal({ state: 'unscanned', reason: 'no answer within 200 ms' });
  });

  it('may not be there', async () => {
    const gone = await answering(() => undefined);
    await new Promise((resolve) => servers.at(-1)?.close(resolve));
    expect(JSON.stringify(await scan(gone))).to.contain('ECONNREFUSED');
  });
});
