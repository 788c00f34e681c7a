// The theme of the visitor's system: all that the offices' pages ask of a script, and they do without.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.setAttribute('data-fr-theme', dark.matches ? 'dark' : 'light');
dark.addEventListener('change', follow);
follow();
