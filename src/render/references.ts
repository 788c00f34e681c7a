import type { DocumentValue, SectionValue } from './document-engine.ts';

/** A reference as the drafts' serialiser writes it: it names its target as if it were a section of the letter. */
const written = /<a class="reference" href="#rubrique-([a-z0-9-]+)">(.*?)<\/a>/gs;

/**
 * Leads each reference to where its target is printed, a section or an annex; one that is not printed, because
 * it is empty and may be, is named without a link.
 */
export function placeReferences(value: DocumentValue): DocumentValue {
  const places = new Map([...value.sections, ...value.annexes].map(({ key, id }) => [key, id]));
  const place = (section: SectionValue): SectionValue => {
    if (section.html === undefined) return section;
    const html = section.html.replace(written, (_whole, key: string, title: string) => {
      const id = places.get(key);
      return id === undefined ? title : `<a href="#${id}">${title}</a>`;
    });
    return { ...section, html };
  };
  return { ...value, sections: value.sections.map(place), annexes: value.annexes.map(place) };
}
