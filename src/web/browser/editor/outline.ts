/** What tells how far the text is: the outline, and the badge of the letter's fields. */
const told = ['.es-outline-list', '[data-letter-fields] summary .fr-badge'];

/**
 * Keeps what tells how far the text is with what was just typed: asks for the page again, which the server
 * makes from the same working copy. Whoever stands on a link of the outline is left there.
 */
export function createOutline(form: HTMLFormElement) {
  let asked = 0;

  async function refresh(): Promise<void> {
    asked += 1;
    const own = asked;
    const response = await fetch(location.pathname, { redirect: 'manual' }).catch(() => undefined);
    if (response?.ok !== true) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    // Another was asked for meanwhile: it knows more.
    if (own !== asked) return;
    for (const part of told) {
      const [here, there] = [form.querySelector(part), page.querySelector(part)];
      if (!here || !there || here.isEqualNode(there) || here.contains(document.activeElement)) continue;
      here.replaceWith(document.adoptNode(there));
    }
  }

  return { refresh };
}
