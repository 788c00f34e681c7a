import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { formatLongInstant } from '../../src/kernel/french-format.ts';
import { textOfPages } from '../render/pdf-tools.ts';
import { revisionsOf } from '../signing/every-tool.ts';
import { opensslAccepts, pdfsig, temporaryFolder } from '../signing/signed-files.ts';
import { until } from '../until.ts';
import type { RunningEstafette } from './running-estafette.ts';
import type { Visitor } from './visitor.ts';

const person = { name: 'Moana Teriierooiterai', function: 'Directrice de cabinet' };
const inOneLine = (text: string) => text.replace(/\s+/g, ' ');

/** An office far from Paris acknowledges: its receipt is held against what others' tools say of it. */
export async function keepReceipt(given: {
  running: RunningEstafette;
  visitor: Visitor;
  token: string;
  sha256: string;
  title: string;
}): Promise<void> {
  const { running, visitor, token, sha256, title } = given;
  const { estafette } = running;
  const { page } = visitor;
  await visitor.open(`/accuse/${token}`);
  for (const [name, value] of Object.entries(person)) await page.type(`[name="${name}"]`, value);
  await visitor.follow('J’accuse réception');
  const number = visitor.path().split('/').at(-1) ?? '';
  await until(async () => {
    await page.reload();
    return (await page.$('a[href$="recu.pdf"]')) !== null;
  }, 200);
  const { bytes, type } = await visitor.download(`${visitor.path()}/recu.pdf`);
  expect(type).to.contain('application/pdf');

  const rootPem = await readFile(estafette.trustPath ?? '', 'utf8');
  // The seal is the first revision; the archive's timestamp stands above it.
  expect(opensslAccepts(revisionsOf(bytes)[0] ?? bytes, rootPem)).to.equal(true);
  const said = pdfsig(bytes);
  expect(said.match(/Signature is Valid/g)).to.have.length(1);
  expect(said).to.contain('Cachet du service').and.to.contain('Total document signed');
  const { valid, signatures } = await estafette.signing.verify(bytes);
  expect(valid).to.equal(true);
  expect(signatures[0]?.kind).to.equal('seal');

  const row = await estafette.database('acknowledgements').where({ id: number }).first('acknowledged_at');
  const at = new Date(row.acknowledged_at).toISOString();
  const text = inOneLine((await textOfPages(bytes)).join(' '));
  for (const fact of [
    ...[number, sha256, title, person.name, person.function, 'haut-commissariat', 'Polynésie française'],
    'déclaré (par le lien du courriel)',
    `${formatLongInstant(at)}, heure de Paris`,
    `${formatLongInstant(at, 'Pacific/Tahiti')} (fuseau Pacific/Tahiti)`,
  ])
    expect(text).to.contain(inOneLine(fact));

  const path = join(temporaryFolder(), 'recu.pdf');
  await writeFile(path, bytes);
  // Whether a file is known is told to those who read the archive, and to nobody else.
  await visitor.enterAs('samir.benali');
  await visitor.open('/verifier');
  const input = await page.$('input[type=file]');
  await (input as unknown as { uploadFile(file: string): Promise<void> }).uploadFile(path);
  await Promise.all([page.waitForNavigation(), page.click('main form button[type=submit]')]);
  expect(await visitor.text())
    .to.contain('Cachet d’un service')
    .and.to.contain('reçu scellé d’un accusé de réception, tel que nous l’avons produit');

  const mails = async () => {
    const { mails: found = [] } = (await estafette.caughtMails?.list({ perPage: 200 })) ?? {};
    return found.filter(({ subject }) => subject.includes('Reçu de l’accusé'));
  };
  const own = async () => {
    const read = await Promise.all((await mails()).map(async ({ id }) => estafette.caughtMails?.read(id)));
    return read.filter((mail) => mail?.text.includes(number));
  };
  await until(async () => (await own()).length > 0, 100);
  await estafette.laterMails.run();
  const [mail, ...others] = await own();
  expect(others).to.have.length(0);
  expect(mail?.attachments.map((part) => part.bytes.equals(bytes))).to.deep.equal([true]);
}
