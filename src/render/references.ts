import type { DocumentValue, SectionValue } from './document-engine.ts';
import { escapeHtml } from './print-page.ts';

/** A reference as the drafts' serialiser writes it: it names its target as if it were a section of the letter. */
const written = /<a class="reference" href="#rubrique-([a-z0-9-]+)">(.*?)<\/a>/gs;

/**
 * Leads each reference to where its target is printed, a section or an annex; one that is not printed, because
 * it is empty and may be, is named without a link. The annex of the credits is named by its own title.
 */
export function placeReferences(value: DocumentValue): DocumentValue {
  const places = new Map([...value.sections, ...value.annexes].map((place) => [place.key, place]));
  const place = (section: SectionValue): SectionValue => {
    if (section.html === undefined) return section;
    const html = section.html.replace(written, (_whole, key: string, title: string) => {
      const printed = places.get(key);
      if (printed === undefined) return title;
      return `<a href="#${printed.id}">${title === '' ? escapeHtml(printed.title) : title}</a>`;
    });
    return { ...section, html };
  };
  return { ...value, sections: value.sections.map(place), annexes: value.annexes.map(place) };
}
