import type { Messages } from '../../kernel/messages.ts';
import { findPlace } from '../../prefectures/prefectures.ts';
import type { OfficeLine } from '../dispatch.ts';
import { boxAround, frames, shapes, wholeMap } from './france-map.ts';
import { labelOf, regionOf } from './line-filter.ts';
import { addressOf } from '../page-frame.ts';
import { standings, type Standing } from '../standing.ts';

/** How an office is drawn: as its standing, unless it acknowledged, which is what everyone waits for. */
export type MapState = 'acknowledged' | Standing;
export const mapStates: readonly MapState[] = ['acknowledged', ...standings];

export function mapStateOf(line: OfficeLine): MapState {
  return line.acknowledgedAt === undefined ? line.standing : 'acknowledged';
}

/** « Ain : acceptée, accusé reçu »: what the map says of an office in words. */
export function wordsOnMap(messages: Messages, line: OfficeLine): string {
  const standing = messages(`dispatch.standing.${line.standing}`);
  return messages(`dispatch.map.${line.acknowledgedAt === undefined ? 'office' : 'office-acknowledged'}`, {
    office: labelOf(line),
    standing,
  });
}

/**
 * What the map's partial draws. A region fills the map with its departments; its neighbours stay around
 * it, faded. A territory that the campaign does not write to is drawn empty.
 */
export function mapOf(messages: Messages, slug: string, lines: readonly OfficeLine[], region: string) {
  const lineOf = new Map(lines.map((line) => [findPlace(line.officeId)?.code, line]));
  const isAside = (line: OfficeLine | undefined) =>
    region !== '' && (line === undefined || regionOf(line.officeId) !== region);
  const codes = lines.filter((line) => !isAside(line)).map(({ officeId }) => findPlace(officeId)?.code ?? '');
  const [left, top, right, bottom] = region === '' ? wholeMap : boxAround(codes);
  return {
    viewBox: [left, top, right - left, bottom - top].join(' '),
    frames: frames.map(({ box, words }) => frameModel(box, words)),
    shapes: shapes.map(({ code, path, repeated }) => {
      const line = lineOf.get(code);
      const shape = { path, state: line === undefined ? 'absent' : mapStateOf(line), aside: isAside(line) };
      if (line === undefined) return shape;
      // Drawn twice, reached once: in the frame, where it is large enough.
      if (shape.aside || repeated) return { ...shape, office: line.officeId };
      return {
        ...shape,
        link: {
          href: addressOf(slug, `/${line.officeId}`),
          label: wordsOnMap(messages, line),
          office: line.officeId,
        },
      };
    }),
    legend: mapStates.map((state) => ({ state, label: messages(`dispatch.standing.${state}`) })),
  };
}

const lineHeight = 24;

function frameModel([left, top, right, bottom]: typeof wholeMap, words: readonly string[]) {
  return {
    x: left,
    y: top,
    width: right - left,
    height: bottom - top,
    words: words.map((text, index) => ({
      text,
      x: (left + right) / 2,
      y: bottom - 10 - (words.length - 1 - index) * lineHeight,
    })),
  };
}
