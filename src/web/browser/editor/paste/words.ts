/** True for white space between elements, and for what Word writes there: comments. */
export const isBlankText = (node: Node): boolean =>
  node.nodeType === Node.COMMENT_NODE ||
  (node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').replaceAll(/[\s\u00a0]/g, '') === '');
