/**
 * The one place of the page where toolbars stand, in sight while one writes: it shows the toolbar of the text
 * that was last entered, and says where it comes from until there is one.
 */
export function openToolbarPlace(form: HTMLFormElement) {
  const place = form.querySelector<HTMLElement>('[data-toolbars]');
  const hint = place?.querySelector<HTMLElement>('[data-toolbar-hint]');
  const toolbars: HTMLElement[] = [];
  if (place) place.hidden = false;

  return {
    /** The toolbar of this text, shown from the moment that the text is entered. */
    add(toolbar: HTMLElement, text: HTMLElement): void {
      toolbars.push(toolbar);
      toolbar.hidden = true;
      place?.append(toolbar);
      text.addEventListener('focusin', () => {
        if (hint) hint.hidden = true;
        for (const each of toolbars) each.hidden = each !== toolbar;
      });
    },
  };
}

export type ToolbarPlace = ReturnType<typeof openToolbarPlace>;
