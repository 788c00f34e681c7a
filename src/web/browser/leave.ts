/** Follows the page's one way on by itself: who has no JavaScript presses the link. */
const link = document.querySelector<HTMLAnchorElement>('a[data-leave]');
if (link !== null) location.replace(link.href);
