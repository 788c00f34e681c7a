import { expect } from 'chai';
import { receive, type Typing } from '../../../src/drafts/working-copies/typing.ts';

const now = '2026-11-30T10:00:00.000Z';
const isChanged = (part: string): boolean => part !== 'fields[same]';
const held = (control: string, content: string, screen: string, typedAt = now) => ({
  ...{ control, content, screen, typedAt },
  ...{ baseRevision: 2, turn: 5 },
});
const typing = (parts: Record<string, string>, rest: Partial<Typing> = {}): Typing => ({
  ...{ screen: 'one', seen: '', turn: 6, baseRevision: 2, bases: {} },
  controls: parts,
  ...rest,
});

describe('what a page sends as it is typed', () => {
  it('takes the place of what the same page sent before', () => {
    const { put, aside } = receive([held('fields[a]', 'ab', 'one')], typing({ 'fields[a]': 'abc' }), {
      now,
      isChanged,
    });
    expect(put).to.have.length(1);
    expect(put[0]).to.include({ control: 'fields[a]', content: 'abc', turn: 6, baseRevision: 2 });
    expect(aside).to.deep.equal([]);
  });

  it('is forgotten when it is again what it was changed from', () => {
    const received = receive([held('fields[same]', 'x', 'one')], typing({ 'fields[same]': 'was' }), {
      now,
      isChanged,
    });
    expect(received).to.deep.equal({ put: [], remove: ['fields[same]'], aside: [] });
  });

  it('changes nothing when it comes after what the page sent later', () => {
    const received = receive([held('fields[a]', 'abc', 'one')], typing({ 'fields[a]': 'ab' }, { turn: 4 }), {
      now,
      isChanged,
    });
    expect(received).to.deep.equal({ put: [], remove: [], aside: [] });
  });

  it('puts aside what another page of the same person kept, unless it was shown it', () => {
    const other = held('fields[a]', 'De l’autre page', 'two');
    const unaware = receive([other], typing({ 'fields[a]': 'D’ici' }), { now, isChanged });
    expect(unaware.aside).to.deep.equal([other]);
    const aware = receive([other], typing({ 'fields[a]': 'D’ici' }, { seen: now }), { now, isChanged });
    expect(aware.aside).to.deep.equal([]);
  });

  it('is later than all that is held, whatever the clock says', () => {
    const late = '2026-12-01T00:00:00.000Z';
    const { put } = receive([held('fields[b]', 'x', 'two', late)], typing({ 'fields[a]': 'y' }), {
      now,
      isChanged,
    });
    expect(put[0]?.typedAt).to.equal('2026-12-01T00:00:00.001Z');
  });

  it('is one part, typed in the editor or without it', () => {
    const received = receive([held('plain[a]', 'x', 'one')], typing({ 'sections[a]': '{}' }), {
      now,
      isChanged,
    });
    expect(received.remove).to.deep.equal(['plain[a]']);
    expect(received.put.map(({ control }) => control)).to.deep.equal(['sections[a]']);
  });

  it('was changed from the revision that the page says for that part', () => {
    const { put } = receive(
      [],
      typing({ 'plain[a]': 'x', 'fields[b]': 'y' }, { bases: { 'sections[a]': 1 } }),
      {
        now,
        isChanged,
      },
    );
    expect(put.map(({ baseRevision }) => baseRevision)).to.deep.equal([1, 2]);
  });
});
