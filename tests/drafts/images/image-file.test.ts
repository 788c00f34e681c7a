import { expect } from 'chai';
import { sha256Hex } from '../../../src/kernel/hash.ts';
import { mostImageBytes, readImageFile, type ImageFile } from '../../../src/drafts/images/image-file.ts';
import { jpeg, png } from './pictures.ts';

async function read(file: Uint8Array): Promise<ImageFile> {
  const outcome = await readImageFile(file);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}

async function faultOf(file: Uint8Array): Promise<string | undefined> {
  const outcome = await readImageFile(file);
  return outcome.ok ? undefined : outcome.errors[0]?.key.replace('drafts.image.', '');
}

describe('a picture that someone brings', () => {
  it('is known by what it holds: its kind, its size, its hash', async () => {
    const { kind, width, height, bytes, sha256 } = await read(png());
    expect({ kind, width, height }).to.deep.equal({ kind: 'png', width: 40, height: 20 });
    expect(sha256).to.equal(sha256Hex(bytes));
    const { kind: other, ...size } = await read(jpeg());
    expect([other, size.width, size.height]).to.deep.equal(['jpg', 16, 8]);
  });

  it('stays the same to a bit when it says nothing but the picture', async () => {
    expect(Buffer.from((await read(png())).bytes).equals(png())).to.equal(true);
    expect(Buffer.from((await read(jpeg())).bytes).equals(jpeg())).to.equal(true);
  });

  it('leaves behind where and by whom it was taken, and what follows its end', async () => {
    const says = 'GPS 48.8566 N, appareil de Claire Martin';
    const photograph = jpeg({ says });
    expect(photograph.includes('GPS')).to.equal(true);
    expect(Buffer.from((await read(photograph)).bytes).equals(jpeg())).to.equal(true);
    const drawing = Buffer.concat([
      png({
        chunks: [
          ['tEXt', says],
          ['eXIf', says],
          ['tIME', says],
        ],
      }),
      Buffer.from(says),
    ]);
    expect(Buffer.from((await read(drawing)).bytes).equals(png())).to.equal(true);
  });

  it('keeps its way up, and nothing else of what its camera wrote', async () => {
    const { bytes, width, height } = await read(jpeg({ wayUp: 6, says: 'GPS 48.8566 N' }));
    expect([width, height]).to.deep.equal([8, 16]);
    expect(Buffer.from(bytes).includes('GPS')).to.equal(false);
    expect(bytes.length - jpeg().length).to.equal(36);
    // Read again, it says the same.
    expect(await read(bytes)).to.deep.include({ width: 8, height: 16, sha256: sha256Hex(bytes) });
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const cut = png().subarray(0, -20);
  const altered = Buffer.from(png());
  altered[50] = (altered[50] ?? 0) ^ 1;
  const cases: [string, Uint8Array, string][] = [
    ['nothing', Buffer.alloc(0), 'missing'],
    ['an SVG, which can hold a script', Buffer.from(svg), 'other-kind'],
    ['a page that is called an image', Buffer.from('<html><img src=x>'), 'other-kind'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'other-kind'],
    ['more than 5 MB', Buffer.alloc(mostImageBytes + 1), 'too-large'],
    ['a PNG that is cut', cut, 'broken'],
    ['a PNG of which a bit is other', altered, 'broken'],
    ['a PNG with less of a picture than it says', png({ lines: 12 }), 'broken'],
    ['a PNG with more of a picture than it says', png({ lines: 2000 }), 'broken'],
    // Its data are as long as so many bits would make them: what its depth says is never what is unpacked.
    [
      'a PNG of more bits a point than there are',
      png({ width: 15, height: 20, lines: 30, depth: 12 }),
      'broken',
    ],
    ['a PNG of forty thousand points on a side', png({ width: 1, height: 40_000 }), 'too-many-pixels'],
    [
      'a PNG that would unpack to a hundred million points',
      png({ width: 10_000, height: 10_000, lines: 1 }),
      'too-many-pixels',
    ],
    ['a JPEG that is cut', jpeg().subarray(0, -2), 'broken'],
    [
      'the beginning of a JPEG and nothing more',
      Buffer.concat([jpeg().subarray(0, 4), Buffer.alloc(40)]),
      'broken',
    ],
  ];
  for (const [what, file, key] of cases) {
    it(`is refused with its reason when it is ${what}`, async () => {
      expect(await faultOf(file)).to.equal(key);
    });
  }

  it('never makes the reader fail, whatever bit of it is changed', async () => {
    const seed = 20_270_112;
    let state = seed;
    const next = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    for (const file of [png({ chunks: [['tEXt', 'a']] }), jpeg({ wayUp: 8, says: 'x' })]) {
      for (let turn = 0; turn < 400; turn += 1) {
        const changed = Buffer.from(file);
        for (let times = next(4) + 1; times > 0; times -= 1) changed[next(changed.length)] = next(256);
        const outcome = await readImageFile(
          changed.subarray(0, next(8) === 0 ? next(changed.length) : undefined),
        );
        expect(typeof outcome.ok, `seed ${seed}, turn ${turn}`).to.equal('boolean');
      }
    }
  });
});
