import { expect } from 'chai';
import { findFileKind, typeOfKind } from '../../src/kernel/file-kind.ts';
import { writeXlsx } from '../../src/kernel/xlsx-file.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the kind of a file', () => {
  it('is read from its bytes', async () => {
    expect(await findFileKind(bytes('%PDF-1.7\n%âãÏÓ\n1 0 obj'))).to.equal('pdf');
    expect(await findFileKind(bytes(`\xff\xd8\xff\xe0\x00\x10JFIF\x00${'\x01'.repeat(40)}`))).to.equal('jpg');
    const png =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    expect(await findFileKind(Buffer.from(png, 'base64'))).to.equal('png');
    const workbook = await writeXlsx({ sheet: 'A', columns: [{ title: 'B', width: 5 }], rows: [['c']] });
    expect(await findFileKind(workbook)).to.equal('xlsx');
  });

  it('is none of ours when it lies, is empty, or is a program', async () => {
    for (const lie of [
      '',
      'a letter',
      '<script>alert(1)</script>',
      'MZ\x90\x00\x03\x00\x00\x00',
      'PK\x03\x04 no archive',
    ])
      expect(await findFileKind(bytes(lie)), lie).to.equal(undefined);
  });

  it('has a type that a browser knows', () => {
    expect(Object.values(typeOfKind).every((type) => /^(application|image)\//.test(type))).to.equal(true);
  });
});
