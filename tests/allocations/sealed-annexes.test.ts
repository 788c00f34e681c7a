import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { silentLog } from '../../src/kernel/log.ts';
import { loadMessages } from '../../src/kernel/messages.ts';
import { createNotifications, createRender, type NotificationInput } from '../../src/render/render.ts';
import { take } from '../drafts/drafting-room.ts';
import { openPdf } from '../render/conformance/opened-pdf.ts';
import { pdfaFileRules } from '../render/conformance/pdfa-file-rules.ts';
import { pdfaPageRules } from '../render/conformance/pdfa-page-rules.ts';
import { pdfuaRules } from '../render/conformance/pdfua-rules.ts';
import { askTool, textOfPages } from '../render/pdf-tools.ts';
import { createRealBrowser } from '../render/real-browser.ts';
import { asFile, demonstrationKeys } from '../signing/signed-files.ts';
import { trustedSigning } from '../signing/trusted-signing.ts';
import { openAnnexRoom } from './annex-room.ts';

const messages = loadMessages('templates/messages');
const openssl = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return { accepted: status === 0, said: stdout + stderr };
};

describe('notifications that were printed together and sealed', function () {
  this.timeout(180_000);
  let room: Awaited<ReturnType<typeof openAnnexRoom>>;
  let signing: Awaited<ReturnType<typeof trustedSigning>>;
  let rootPath: string;
  const annexes = new Map<string, Uint8Array>();
  let several: Uint8Array;
  let manifest: NonNullable<Awaited<ReturnType<typeof room.annexes.manifest>>>;

  before(async () => {
    room = await openAnnexRoom();
    signing = await trustedSigning();
    ({ rootPath } = await demonstrationKeys());
    const browser = createRealBrowser();
    const templates = createRender({
      browser,
      templates: 'templates/instructions',
      messages,
      log: silentLog,
    });
    const real = createNotifications({ browser, folder: 'templates/notifications/credits', messages });
    const template = templates.getTemplate('chefs-de-projets');
    const inputs: NotificationInput[] = [];
    const { instructions } = room;
    const maker = room.another({
      signing,
      instructions: {
        ...instructions,
        draftOf: async (id) => ({ ...(await instructions.draftOf(id)), template }),
      },
      render: {
        renderNotifications(given) {
          inputs.push(...given);
          return real.renderNotifications(given);
        },
      },
    });
    take(await maker.ask(room.dispatcher, room.id));
    await maker.make();
    for (const { key } of (await maker.standing(room.id))?.made ?? [])
      annexes.set(key, (await maker.annexPdf(room.id, key)) ?? new Uint8Array());
    const made = await maker.manifest(room.act.sha256);
    if (made === undefined) throw new Error('there is no manifest');
    manifest = made;
    // A region of more departments than a page holds, beside one that is on a page.
    const [short, , , , region] = inputs;
    if (short === undefined || region === undefined) throw new Error('nothing was printed');
    const lines = Array.from({ length: 60 }, (_each, index) => ({
      ...{ territory: `DEP-${index}`, name: `Département ${index}`, isPart: index > 0 },
      ...{ commitmentAuthority: index * 100, paymentAppropriation: index * 100 + 1 },
    }));
    const printed = await real.renderNotifications([short, { ...region, lines }]);
    several = (await signing.sealAnnex(printed[1]?.pdf ?? new Uint8Array(), { reason: 'Notification' })).pdf;
    await browser.close();
  });
  after(() => room.close());

  it('tell each its own figures and nothing of the others', async () => {
    expect([...annexes.keys()]).to.deep.equal(['OFF-2A', 'OFF-2B', 'OFF-987', 'REG-11', 'REG-94']);
    const words = async (key: string) =>
      (await textOfPages(annexes.get(key) ?? new Uint8Array())).map((page) => page.replace(/\s+/g, ' '));
    const [corsica, ...more] = await words('OFF-2A');
    expect(more).to.deep.equal([]);
    expect(corsica)
      .to.contain('Préfecture de la Corse-du-Sud')
      .and.to.contain('120 000,25 €')
      .and.to.contain(room.act.sha256)
      .and.to.contain('seul le système budgétaire de l’État');
    expect(corsica).not.to.contain('Haute-Corse');
    expect((await words('REG-94')).join())
      .to.contain('Haute-Corse')
      .and.to.contain('200 000,50 €');
  });

  it('number their pages when they have several', async () => {
    const pages = await textOfPages(several);
    expect(pages.length).to.be.greaterThan(1);
    expect(pages.at(-1)).to.contain(`page ${pages.length} / ${pages.length}`);
  });

  it('hold against ISO 19005-3 and ISO 14289-1, alone as they stand', async () => {
    for (const [name, pdf] of [...annexes, ['several pages', several] as const]) {
      const opened = await openPdf(pdf);
      for (const rule of [...pdfaFileRules, ...pdfaPageRules, ...pdfuaRules])
        expect(rule.faults(opened), `${name}: ${rule.clause}, ${rule.asks}`).to.deep.equal([]);
      expect(await askTool(pdf, 'qpdf', '--check', 'FILE')).to.contain('No syntax or stream encoding errors');
    }
  });

  it('bear the service’s seal alone, at B-B, for us and for poppler', async () => {
    for (const pdf of annexes.values()) {
      const report = await signing.verify(pdf);
      expect([report.verdict, report.signatures.map(({ kind, level }) => [kind, level])]).to.deep.equal([
        'valid',
        [['seal', 'B-B']],
      ]);
    }
    const said = await askTool(annexes.get('REG-94') ?? new Uint8Array(), 'pdfsig', '-nocert', 'FILE');
    expect(said).to.contain('Signature is Valid').and.to.contain('Total document signed');
  });

  it('carry their figures for the tools of those who receive them', async () => {
    const pdf = annexes.get('OFF-2A') ?? new Uint8Array();
    const data = JSON.parse(await askTool(pdf, 'qpdf', '--show-attachment=notification.json', 'FILE'));
    expect(data.lines).to.deep.equal([
      {
        territory: 'DEP-2A',
        name: 'Corse-du-Sud',
        commitmentAuthority: 12_000_025,
        paymentAppropriation: 10_000_000,
      },
    ]);
  });

  it('are in a manifest that openssl finds stamped and sealed, and refuses once altered', async () => {
    const told = JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as {
      annexes: { key: string; sha256: string }[];
    };
    const { said: sum } = openssl('dgst', '-sha256', '-r', asFile(annexes.get('OFF-2B') ?? ''));
    expect(told.annexes.find(({ key }) => key === 'OFF-2B')?.sha256).to.equal(sum.split(' ')[0]);
    const [token, seal] = [asFile(manifest.timestampToken ?? ''), asFile(manifest.seal)];
    const altered = Buffer.from(manifest.bytes)
      .toString('utf8')
      .replace(/[0-9a-f]{64}/, 'f'.repeat(64));
    for (const [bytes, accepted] of [
      [manifest.bytes, true],
      [altered, false],
    ] as const) {
      const data = asFile(bytes);
      const stamped = openssl(
        ...['ts', '-verify', '-data', data, '-in', token, '-token_in', '-CAfile', rootPath],
      );
      expect(stamped.accepted, stamped.said).to.equal(accepted);
      const sealed = openssl(
        ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', seal, '-content', data],
        ...['-CAfile', rootPath, '-purpose', 'any', '-out', '/dev/null'],
      );
      expect(sealed.accepted, sealed.said).to.equal(accepted);
    }
  });
});
