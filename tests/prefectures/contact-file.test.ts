import { expect } from 'chai';
import { contactFileLimit, readContactFile } from '../../src/prefectures/contact-file.ts';

const titles = 'territoire;type de contact;rang;adresse;nom';
const line = 'DEP-2A;secrétaire général;1;sg@corse.example;Mme Cœur';
const text = `${titles}\n${line}\n`;

async function names(bytes: Uint8Array) {
  return (await readContactFile(bytes)).lines.map(
    ({ cells }) => `${cells.office}|${cells.kind}|${cells.personName}`,
  );
}
async function faults(content: string | Uint8Array) {
  return (await readContactFile(Buffer.from(content))).problems.map(
    ({ line: at, column, key }) => `${at} ${column} ${key.split('.').at(-1)}`,
  );
}

describe('a file of contacts', () => {
  const expected = ['DEP-2A|secrétaire général|Mme Cœur'];

  it('is read in UTF-8', async () => expect(await names(Buffer.from(text))).to.deep.equal(expected));

  it('is read in UTF-8 with a byte-order mark', async () =>
    expect(await names(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]))).to.deep.equal(
      expected,
    ));

  it('is read in Windows-1252', async () => {
    // Latin-1 but for œ, which Windows-1252 has at 0x9C.
    const [before = '', after = ''] = text.split('œ');
    const bytes = Buffer.concat([
      Buffer.from(before, 'latin1'),
      Buffer.from([0x9c]),
      Buffer.from(after, 'latin1'),
    ]);
    expect(await names(bytes)).to.deep.equal(expected);
  });

  it('is read with commas', async () =>
    expect(await names(Buffer.from(text.replaceAll(';', ',')))).to.deep.equal(expected));

  it('is read with the line ends of Windows, empty lines and quotes', async () =>
    expect(
      await names(
        Buffer.from(`${titles}\r\n\r\n;;;;\r\nDEP-2A;"secrétaire général";1;sg@corse.example;"Mme Cœur"\r\n`),
      ),
    ).to.deep.equal(expected));

  it('has titles whose case and accents do not matter', async () =>
    expect(await names(Buffer.from(text.replace('territoire;type', 'BUREAU;Type')))).to.deep.equal(expected));

  it('tells the line as a spreadsheet counts it', async () => {
    const { lines } = await readContactFile(
      Buffer.from(`${titles}\n\n${line}\n"DEP-01";cabinet;1;"a@b.example";x\n`),
    );
    expect(lines.map((read) => read.line)).to.deep.equal([3, 4]);
  });

  it('is refused with a column that is missing, unknown or twice there', async () => {
    expect(await faults('bureau;rang;adresse;téléphone;rang\nx;1;a;b;2\n')).to.deep.equal([
      '1 téléphone unknown-column',
      '1 type de contact missing-column',
      '1 rang twice-column',
    ]);
  });

  it('is refused with more cells than columns', async () =>
    expect(await faults(`${titles}\n${line};de trop\n`)).to.deep.equal(['2  too-many-cells']));

  it('is refused when it is empty, or has titles only', async () => {
    expect(await faults('')).to.deep.equal(['1  empty']);
    expect(await faults(`${titles}\n`)).to.deep.equal(['1  empty']);
  });

  it('is refused when a quote never closes', async () =>
    expect((await faults(`${titles}\nDEP-01;"cabinet;1;a@b.example;x\n`))[0]).to.contain('quotes'));

  it('is refused when it is UTF-16, or an old workbook', async () => {
    expect(await faults(Buffer.from(text, 'utf16le'))).to.deep.equal(['1  not-text']);
    expect(await faults(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0x00]))).to.deep.equal(['1  not-text']);
  });

  it('is refused above a megabyte, and above two thousand lines', async () => {
    expect(await faults(Buffer.alloc(contactFileLimit + 1, 'x'))).to.deep.equal(['1  too-large']);
    expect(await faults(`${titles}\n${`${line}\n`.repeat(2001)}`)).to.deep.equal(['1  too-many-lines']);
  });
});
